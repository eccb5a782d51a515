package dev.wsboot.ws.spring.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.spring.endpoint.ErrorMethods.ErrorMethod;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.ReflectionUtils;

class ErrorMethodsTest {

    private final HandlerMethod forAll = method();
    private final HandlerMethod forIo = method();
    private final HandlerMethod forFiles = method();

    @Test
    void shouldFindTheClosestWhateverTheOrder() {
        ErrorMethod all = new ErrorMethod(Throwable.class, forAll);
        ErrorMethod io = new ErrorMethod(IOException.class, forIo);
        ErrorMethod files = new ErrorMethod(FileNotFoundException.class, forFiles);

        for (List<ErrorMethod> order :
                List.of(List.of(all, io, files), List.of(files, io, all), List.of(io, files, all))) {
            ErrorMethods methods = new ErrorMethods(order);

            assertThat(methods.find(new FileNotFoundException())).isSameAs(forFiles);
            assertThat(methods.find(new IOException())).isSameAs(forIo);
            assertThat(methods.find(new RuntimeException())).isSameAs(forAll);
        }
    }

    @Test
    void shouldFindNothingWhenNoneFits() {
        ErrorMethods methods = new ErrorMethods(List.of(new ErrorMethod(IOException.class, forIo)));

        assertThat(methods.find(new RuntimeException())).isNull();
    }

    private static HandlerMethod method() {
        return new HandlerMethod(
                (Runnable) () -> {}, ReflectionUtils.getUniqueDeclaredMethods(Runnable.class)[0], new Argument[0]);
    }
}

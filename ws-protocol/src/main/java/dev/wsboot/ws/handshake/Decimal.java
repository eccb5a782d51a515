package dev.wsboot.ws.handshake;

/** Numbers that have one spelling only. */
final class Decimal {

    private Decimal() {}

    /** The number, or -1 where the text has anything but digits, a needless zero before them, or is more than the largest. */
    static int parse(String text, int largest) {
        if (text.isEmpty() || (text.length() > 1 && text.charAt(0) == '0')) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
            if (number > largest) {
                return -1;
            }
        }
        return number;
    }
}

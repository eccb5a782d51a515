#!/usr/bin/env python3
"""Sections 12 and 13 of the Autobahn test suite, on Autobahn|Python's own permessage-deflate.

    deflate_conformance.py client URL        drives an echo server, such as ws://localhost:6060/ws
    deflate_conformance.py server PORT       drives an echo client: the protocol of Autobahn's fuzzing server,
                                             /getCaseCount, /runCase?case=N&agent=A, /updateReports
    deflate_conformance.py self              the two against each other

Needs Debian's python3-autobahn. The matrix is the suite's: five kinds of data (12) and seven negotiations (13), each with 18
sizes and fragmentations. The suite's files are made up here, and large messages are sent fewer times than its 1,000, unless
--count says otherwise. Beyond what the suite asks, the other side's word is checked: where it was asked for a window or for no
context takeover, and accepted, it must have said so. Prints a table and exits with 1 where a case is not OK.
"""

import argparse
import asyncio
import random
import sys
import urllib.parse

from autobahn.asyncio.websocket import (
    WebSocketClientFactory,
    WebSocketClientProtocol,
    WebSocketServerFactory,
    WebSocketServerProtocol,
)
from autobahn.websocket.compress import (
    PerMessageDeflateOffer,
    PerMessageDeflateOfferAccept,
    PerMessageDeflateResponse,
    PerMessageDeflateResponseAccept,
)

# (payload length, bytes a frame; 0 = one frame)
SIZES = [(16 << i, 0) for i in (0, 2, 4, 6, 8, 9, 10, 11, 12, 13)]
SIZES += [(8192 << i, 256) for i in range(5)]
SIZES += [(131072, 1024), (131072, 4096), (131072, 32768)]

SMALL_WINDOW = 9  # zlib has no window of 8 bits

# (no context takeover, max window bits; 0 = says nothing) as asked of the other side, most preferred first
NEGOTIATIONS = [
    [(False, 0)],
    [(True, 0)],
    [(False, SMALL_WINDOW)],
    [(False, 15)],
    [(True, SMALL_WINDOW)],
    [(True, 15)],
    [(True, SMALL_WINDOW), (True, 0), (False, 0)],
]


def words(rng, count):
    syllables = ["ver", "sein", "ach", "den", "li", "che", "faust", "ge", "ist", "und", "mir", "wort", "hi", "mmel"]
    return ["".join(rng.choice(syllables) for _ in range(rng.randint(1, 4))) for _ in range(count)]


def prose(rng):
    vocabulary = words(rng, 3000)
    return " ".join(rng.choice(vocabulary) for _ in range(40000)).encode()


def picture(rng):
    return bytes((x // 3 + y // 5 + rng.randint(0, 7)) & 0xFF for y in range(512) for x in range(512))


def document(rng):
    parts = []
    for _ in range(60):
        parts.append(b"<< /Type /Page /Length 4000 >> stream\n" + rng.randbytes(4000) + b"\nendstream endobj\n")
    return b"".join(parts)


def json_data(rng):
    names = words(rng, 200)
    return ",".join(
        '{"id":%d,"name":"%s","tags":["%s","%s"],"score":%.3f}'
        % (i, rng.choice(names), rng.choice(names), rng.choice(names), rng.random())
        for i in range(4000)
    ).encode()


def html_data(rng):
    names = words(rng, 500)
    return "".join(
        '<li class="item"><a href="/wiki/%s">%s</a></li>\n' % (rng.choice(names), " ".join(rng.choices(names, k=5)))
        for _ in range(4000)
    ).encode()


# (name, binary, bytes)
DATA = [
    (made.__name__, binary, made(random.Random(i)))
    for i, (made, binary) in enumerate(
        [(prose, True), (picture, True), (document, True), (json_data, False), (html_data, False)]
    )
]
JSON = 3


class Case:
    def __init__(self, number, data, negotiation, size, fragment, count):
        self.number = number
        self.name, self.binary, self.bytes = DATA[data]
        self.asked = NEGOTIATIONS[negotiation]
        self.size = size
        self.fragment = fragment
        self.count = count
        self.result = "not run"
        self.agreed = ""
        self.sent = 0
        self.payload = b""
        self.at = 0

    def next_message(self):
        to = self.at + self.size
        self.payload = (self.bytes + self.bytes)[self.at : to] if to > len(self.bytes) else self.bytes[self.at : to]
        self.at = to % len(self.bytes)
        self.sent += 1
        return self.payload


def all_cases(prefixes, count):
    cases = []
    for section, rows in ((12, [(d, 0) for d in range(5)]), (13, [(JSON, n) for n in range(7)])):
        for row, (data, negotiation) in enumerate(rows, 1):
            for column, (size, fragment) in enumerate(SIZES, 1):
                number = "%d.%d.%d" % (section, row, column)
                times = count or max(20, min(1000, (1 << 20) // size))
                if not prefixes or any((number + ".").startswith(p.rstrip(".") + ".") for p in prefixes):
                    cases.append(Case(number, data, negotiation, size, fragment, times))
    return cases


class Driver:
    """Sends one message after the other, and wants each of them back. Mixed into both roles."""

    case = None

    def begin(self):
        self.case.result = "did not finish"
        if self._perMessageCompress is None:
            self.finish("UNIMPLEMENTED: not negotiated")
            return
        self.case.agreed = self.agreed()
        wrong = self.broken_word()
        if wrong:
            self.finish("FAILED: " + wrong)
        else:
            self.send_next()

    def send_next(self):
        self.sendMessage(self.case.next_message(), self.case.binary)

    def agreed(self):
        d = self._perMessageCompress
        return "server %d%s, client %d%s" % (
            d.server_max_window_bits,
            " no takeover" if d.server_no_context_takeover else "",
            d.client_max_window_bits,
            " no takeover" if d.client_no_context_takeover else "",
        )

    def peer_agreed(self):
        d = self._perMessageCompress
        if self.factory.isServer:
            return d.client_no_context_takeover, d.client_max_window_bits
        return d.server_no_context_takeover, d.server_max_window_bits

    def broken_word(self):
        no_takeover, bits = self.peer_agreed()
        fits = any((no_takeover or not n) and (w == 0 or bits <= w) for n, w in self.case.asked)
        return "" if fits else "answered with %s, but was asked for %s" % (self.case.agreed, self.case.asked)

    def onMessage(self, payload, is_binary):
        if is_binary != self.case.binary or payload != self.case.payload:
            self.finish("FAILED: message %d came back as something else" % self.case.sent)
        elif self.case.sent < self.case.count:
            self.send_next()
        else:
            self.finish("OK")

    def finish(self, result):
        self.case.result = result
        self.sendClose(1000)

    def onClose(self, was_clean, code, reason):
        if self.case and (self.case.result == "did not finish" or (self.case.result == "OK" and code != 1000)):
            self.case.result = "FAILED: closed with %s %s" % (code, reason)
        self.done.set_result(None)


class DrivingClient(Driver, WebSocketClientProtocol):
    def onOpen(self):
        self.begin()


class DrivingServer(Driver, WebSocketServerProtocol):
    """The suite's fuzzing server, as far as clients know it."""

    def onConnect(self, request):
        query = request.params
        self.path = request.path
        self.done = asyncio.get_running_loop().create_future()
        if self.path == "/runCase":
            self.case = self.factory.cases[int(query["case"][0]) - 1]
            self.autoFragmentSize = self.case.fragment
        return None

    def onOpen(self):
        if self.path == "/runCase":
            self.begin()
            return
        if self.path == "/getCaseCount":
            self.sendMessage(str(len(self.factory.cases)).encode(), False)
        elif not self.factory.over.done():
            self.factory.over.set_result(None)
        self.sendClose(1000)

    def accept(self, offers):
        """The suite's accept1 to accept7: the first that the client's offer allows."""
        if self.path != "/runCase":
            return None
        for no_takeover, bits in self.case.asked:
            for offer in offers:
                if not isinstance(offer, PerMessageDeflateOffer):
                    continue
                if (offer.accept_no_context_takeover or not no_takeover) and (offer.accept_max_window_bits or not bits):
                    return PerMessageDeflateOfferAccept(
                        offer, request_no_context_takeover=no_takeover, request_max_window_bits=bits
                    )
        return None

    def _connectionMade(self):
        super()._connectionMade()
        self.perMessageCompressionAccept = self.accept


def accept_response(response):
    if isinstance(response, PerMessageDeflateResponse):
        return PerMessageDeflateResponseAccept(response)
    return None


async def drive_server(url, cases, timeout):
    loop = asyncio.get_running_loop()
    at = urllib.parse.urlsplit(url)
    for case in cases:
        factory = WebSocketClientFactory(url)
        factory.setProtocolOptions(
            closeHandshakeTimeout=timeout,
            autoFragmentSize=case.fragment,
            perMessageCompressionOffers=[
                PerMessageDeflateOffer(request_no_context_takeover=n, request_max_window_bits=w) for n, w in case.asked
            ],
            perMessageCompressionAccept=accept_response,
        )
        protocol = DrivingClient()
        protocol.factory = factory
        protocol.case = case
        protocol.done = loop.create_future()
        factory.protocol = lambda made=protocol: made
        await loop.create_connection(factory, at.hostname, at.port or 80)
        try:
            await asyncio.wait_for(protocol.done, timeout)
        except asyncio.TimeoutError:
            case.result = "FAILED: not over within %d s" % timeout
        show(case)


async def drive_client(port, cases):
    factory = WebSocketServerFactory("ws://127.0.0.1:%d" % port)
    factory.protocol = DrivingServer
    factory.cases = cases
    factory.setProtocolOptions(closeHandshakeTimeout=480)
    factory.over = asyncio.get_running_loop().create_future()
    server = await asyncio.get_running_loop().create_server(factory, "127.0.0.1", port)
    print("listening on port %d with %d cases" % (port, len(cases)), flush=True)
    await factory.over
    server.close()
    for case in cases:
        show(case)


class EchoServer(WebSocketServerProtocol):
    def onMessage(self, payload, is_binary):
        self.sendMessage(payload, is_binary)


async def drive_itself(cases, timeout):
    factory = WebSocketServerFactory()
    factory.protocol = EchoServer

    def accept(offers):
        for offer in offers:
            if isinstance(offer, PerMessageDeflateOffer):
                return PerMessageDeflateOfferAccept(offer)
        return None

    factory.setProtocolOptions(perMessageCompressionAccept=accept)
    server = await asyncio.get_running_loop().create_server(factory, "127.0.0.1", 0)
    await drive_server("ws://127.0.0.1:%d/" % server.sockets[0].getsockname()[1], cases, timeout)
    server.close()


def show(case):
    print(
        "%-8s %-9s %6d bytes, frames of %5s, %4d times  %-45s %s"
        % (case.number, case.name, case.size, case.fragment or "all", case.count, case.agreed, case.result),
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("role", choices=["client", "server", "self"])
    parser.add_argument("where", nargs="?", help="the URL, or the port")
    parser.add_argument("--cases", nargs="*", default=[], help="such as 12 13.3 12.1.1; all by default")
    parser.add_argument("--count", type=int, default=0, help="messages a case; by default 1,000 and fewer large ones")
    parser.add_argument("--timeout", type=int, default=480, help="seconds a case")
    arguments = parser.parse_args()
    cases = all_cases(arguments.cases, arguments.count)
    if arguments.role == "client":
        asyncio.run(drive_server(arguments.where, cases, arguments.timeout))
    elif arguments.role == "server":
        asyncio.run(drive_client(int(arguments.where), cases))
    else:
        asyncio.run(drive_itself(cases, arguments.timeout))
    bad = [case for case in cases if case.result != "OK"]
    print("%d cases, %d OK, %d not" % (len(cases), len(cases) - len(bad), len(bad)))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()

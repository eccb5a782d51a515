"""The fuzzing server of Autobahn suite 0.6.4 on Jython: autobahn-server.py SUITE REPORTS CASES (see autobahn.sh)."""

import json
import sys

suite, reports, cases = sys.argv[1:]
sys.path.insert(0, suite)

from autobahntestsuite.fuzzing import FuzzingServerFactory  # first: it chooses the reactor
from autobahn.websocket import listenWS
from twisted.internet import reactor

listenWS(FuzzingServerFactory({
    "url": "ws://127.0.0.1:9001",
    "webport": 0,
    "options": {"failByDrop": False},
    "outdir": reports,
    "cases": json.loads("[" + cases + "]"),
    "exclude-cases": [],
    "exclude-agent-cases": {},
}), interface="127.0.0.1")
reactor.run()

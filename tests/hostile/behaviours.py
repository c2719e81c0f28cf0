"""Bad plugins: for each behaviour the body of a parser, and what is to become of the document that it reads.

The expectation is the code of its quarantine, or READ where the behaviour does no harm to the document itself: it must
then do none to the others either.
"""

from typing import NamedTuple

READ = "read"
#: What a parser does that yields its draft in the end.
DRAFT = "yield Draft(headline='Odd', body=document.text())"
#: What reads a document of the behaviour's own source honestly, to find out whether a behaviour left anything behind.
PLUGIN = """\
import os, sys, signal, time, threading, ctypes, subprocess, resource, locale, gc, warnings, decimal, random, re, builtins, json
import hashlib, attrs, orjson
import newsarchive
from newsarchive import *

{top}

def sniff(sample):
    if not sample.name.endswith(".bad"):
        return None
    {sniff}
    return Confidence.CERTAIN

def parse(document):
    {parse}

@hookimpl
def newsarchive_sources():
    return Source("bad", sniff=sniff, parse=parse, version="1")
"""
#: A second source of the same plugin folder, which tells what it finds its process to be like.
WITNESS = """\
import builtins, decimal, gc, locale, os, random, resource, signal, sys, threading, warnings, json, hashlib, orjson
import newsarchive.normalize
from newsarchive import *

def sniff(sample):
    return Confidence.CERTAIN if sample.name.endswith(".witness") else None

def parse(document):
    mask = os.umask(0)
    os.umask(mask)
    state = {
        "folder": os.getcwd(), "mask": mask, "handler": str(signal.getsignal(signal.SIGXCPU)),
        "alarm": signal.getitimer(signal.ITIMER_REAL), "memory": resource.getrlimit(resource.RLIMIT_AS),
        "environment": sorted(os.environ.items()), "locale": locale.setlocale(locale.LC_ALL),
        "recursion": sys.getrecursionlimit(), "gc": gc.isenabled(), "filters": len(warnings.filters),
        "stdout": sys.stdout is None, "precision": decimal.getcontext().prec, "threads": threading.active_count(),
        "functions": [each.__module__ + each.__qualname__ for each in (open, json.dumps, hashlib.sha256, orjson.dumps,
                      newsarchive.normalize.normalize)],
        "files": sorted(os.listdir("/proc/self/fd"))[:3],
    }
    yield Draft(headline=document.text(), body=repr(state))

@hookimpl
def newsarchive_sources():
    return Source("witness", sniff=sniff, parse=parse, version="1")
"""


class Behaviour(NamedTuple):
    """What a bad parser does: its body, code at its module's top, its `sniff`; the code that its document gets."""

    parse: str
    code: str
    top: str = ""
    sniff: str = "pass"


def _then_draft(*statements: str) -> str:
    return "\n    ".join([*statements, DRAFT])


KILLED, FAILED = "parser-killed", "parse-failed"
DAEMON = "subprocess.Popen(['sleep', '987654'], start_new_session=True, env={})"
FORKED_DAEMON = """if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.execv('/bin/sleep', ['sleep', '987654'])
        os._exit(0)"""
BOMB = """for _ in range(8):
        os.fork()
    time.sleep(60)"""
SHELL_BOMB = """subprocess.run(['sh', '-c', 'i=0; while [ $i -lt 300 ]; do sleep 987654 & i=$((i+1)); done; wait'])"""
THREAD = "threading.Thread(target=lambda: [hashlib.sha256(b'x' * 9999) for _ in iter(int, 1)], daemon=True).start()"
MEDDLER = """def meddle():
        while True:
            os.environ['X'] = 'y'; sys.setrecursionlimit(99); decimal.getcontext().prec = 2
    threading.Thread(target=meddle, daemon=True).start()"""

BEHAVIOURS: dict[str, Behaviour] = {
    # It does not end.
    "hangs in Python": Behaviour("while True: pass", KILLED),
    "hangs in a regular expression": Behaviour("re.match(r'(a+)+$', 'a' * 60 + 'b'); yield", KILLED),
    "hangs, and ignores signals and limits": Behaviour(
        "signal.signal(signal.SIGXCPU, signal.SIG_IGN)\n"
        "    resource.setrlimit(resource.RLIMIT_CPU, (-1, -1))\n    while True: pass",
        KILLED,
    ),
    "sleeps": Behaviour("time.sleep(1e6); yield", KILLED),
    "waits for a lock": Behaviour("lock = threading.Lock(); lock.acquire(); lock.acquire(); yield", KILLED),
    "reads standard input": Behaviour(_then_draft("assert sys.stdin is None or sys.stdin.read() == ''"), READ),
    "sleeps as it sniffs": Behaviour(DRAFT, "sniff-failed", sniff="time.sleep(1e6)"),
    # It takes too much.
    "leaks slowly": Behaviour("while True: leak.append(bytearray(1 << 20)); yield", FAILED, top="leak = []"),
    "leaks at once": Behaviour("leak.append(bytearray(2 << 30)); yield", FAILED, top="leak = []"),
    "leaks what it may": Behaviour(_then_draft("leak.append(bytearray(200 << 20))"), READ, top="leak = []"),
    "yields drafts for ever": Behaviour("while True: yield Draft(headline='Again', body='And again.')", "too-many"),
    "yields a draft of 2 GB": Behaviour("yield Draft(headline='x', body='y' * (2 << 30))", FAILED),
    "yields a draft of 140 MB": Behaviour("yield Draft(headline='x', body='y' * (140 << 20))", FAILED),
    "yields a million defects": Behaviour("yield from (Defect('odd', f'number {n}') for n in range(10**6))", "too-many"),
    "yields a million parts": Behaviour("yield from (Part(f'{n}.x', b'\\0') for n in range(10**6))", "too-many"),
    "yields parts that nest for ever": Behaviour("yield Part('again.bad', document.data)", "too-deep"),
    "calls itself for ever": Behaviour("def again(): again()\n    again(); yield", FAILED),
    "opens every file that it may": Behaviour("kept = [open('/dev/null') for _ in range(10**7)]; yield", FAILED),
    # It ends its process, or stops it.
    "exits": Behaviour("os._exit(0)", KILLED),
    "aborts": Behaviour("os.abort()", KILLED),
    "reads address 1": Behaviour("ctypes.string_at(1); yield", KILLED),
    "kills itself": Behaviour("os.kill(os.getpid(), signal.SIGKILL)", KILLED),
    "kills its group": Behaviour("os.killpg(0, signal.SIGKILL)", KILLED),
    "kills its parent": Behaviour("os.kill(os.getppid(), signal.SIGKILL); time.sleep(60); yield", KILLED),
    "stops itself": Behaviour("os.kill(os.getpid(), signal.SIGSTOP); yield", KILLED),
    "aborts as it sniffs": Behaviour(DRAFT, "sniff-failed", sniff="os.abort()"),
    # It starts what goes on.
    "forks and returns twice": Behaviour(_then_draft("os.fork()"), READ),
    "forks a bomb": Behaviour(BOMB, KILLED),
    "starts a bomb": Behaviour(SHELL_BOMB, KILLED),
    "starts a daemon": Behaviour(_then_draft(DAEMON), READ),
    "starts a daemon and exits": Behaviour(DAEMON + "\n    os._exit(3)", KILLED),
    "forks a daemon": Behaviour(_then_draft(FORKED_DAEMON), READ),
    "leaves a thread that burns": Behaviour(_then_draft(THREAD), READ),
    "leaves a thread that meddles": Behaviour(_then_draft(MEDDLER), READ),
    "leaves a timer": Behaviour(_then_draft("signal.alarm(1)"), READ),
    # It writes where it should not.
    "prints": Behaviour(_then_draft("print('x' * 10**6)", "sys.stderr.write('y' * 10**6)", "os.write(1, b'z' * 10**6)"), READ),
    "writes into the answers": Behaviour(
        "for number in range(3, 30):\n        try: os.write(number, b'rubbish' * 9)\n        except OSError: pass\n    "
        + DRAFT,
        KILLED,
    ),
    "writes a small answer of its own": Behaviour(
        "for number in range(3, 30):\n        try: os.write(number, bytes([0] * 7 + [2] + [0] * 8) + b'{}')\n"
        "        except OSError: pass\n    " + DRAFT,
        "anything",
    ),
    "closes all descriptors": Behaviour(_then_draft("os.closerange(0, 256)"), KILLED),
    # It changes the process.
    "replaces open": Behaviour(_then_draft("builtins.open = None"), FAILED),
    "replaces json.dumps": Behaviour(_then_draft("json.dumps = None"), FAILED),
    "replaces orjson.dumps": Behaviour(_then_draft("orjson.dumps = lambda *_, **__: b'{}'"), FAILED),
    "replaces hashlib.sha256": Behaviour(_then_draft("hashlib.sha256 = hashlib.md5"), FAILED),
    "replaces attrs.evolve": Behaviour(_then_draft("attrs.evolve = None"), FAILED),
    "replaces normalize": Behaviour(
        _then_draft("import newsarchive.normalize as module", "module.normalize = lambda *_: (None, [])"), FAILED
    ),
    "replaces content_hash": Behaviour(
        _then_draft("import newsarchive.identity as module", "module.content_hash = lambda *_: 'sha256:' + '0' * 64"), READ
    ),
    "changes all that Python lets it": Behaviour(
        _then_draft(
            "os.chdir('/'); os.umask(0); signal.signal(signal.SIGXCPU, signal.SIG_IGN)",
            "resource.setrlimit(resource.RLIMIT_AS, (-1, -1)); os.environ['TZ'] = 'Asia/Tokyo'; os.environ.pop('PATH')",
            "locale.setlocale(locale.LC_ALL, 'C'); sys.setrecursionlimit(50_000); gc.disable()",
            "warnings.simplefilter('error'); sys.stdout = sys.stderr = None; decimal.getcontext().prec = 1; random.seed(0)",
        ),
        READ,
    ),
    # It yields rubbish.
    "yields None": Behaviour("yield None", FAILED),
    "yields a number": Behaviour("yield 5", FAILED),
    "returns None": Behaviour("return None", FAILED, top="", sniff="pass"),
    "yields half a surrogate pair": Behaviour("yield Draft(headline='\\ud800', body='x')", "bad-value"),
    "yields no number": Behaviour("yield Draft(headline='x', body='y', extra={'n': float('nan')})", READ),
    "yields a giant number": Behaviour("yield Draft(headline='x', body='y', extra={'n': 10**400})", READ),
    "yields a number beyond words": Behaviour("yield Draft(headline='x', body='y', extra={'n': 10**5000})", FAILED),
    "yields what holds itself": Behaviour("d = {}; d['d'] = d; yield Draft(headline='x', body='y', extra=d)", FAILED),
    "yields strings of its own": Behaviour(
        "class S(str):\n        def strip(self, *_): os.abort()\n        def __str__(self): return 'other'\n"
        "    yield Draft(headline=S('x'), body=S('y'))",
        "anything",
    ),
    "yields parts without data": Behaviour("yield Part('x', None)", FAILED),
    # It raises.
    "raises after its draft": Behaviour(_then_draft() + "\n    raise ValueError('late')", FAILED),
    "raises StopIteration": Behaviour("raise StopIteration\n    yield", FAILED),
    "raises KeyboardInterrupt": Behaviour("raise KeyboardInterrupt\n    yield", KILLED),
    "raises GeneratorExit": Behaviour("raise GeneratorExit\n    yield", KILLED),
    "raises BaseException": Behaviour("raise BaseException('base')\n    yield", KILLED),
    "raises SystemExit": Behaviour("sys.exit(0)\n    yield", FAILED),
    "raises what cannot be said": Behaviour(
        "class E(Exception):\n        def __str__(self): raise E\n    raise E\n    yield", FAILED
    ),
    # It sniffs badly.
    "raises as it sniffs": Behaviour(DRAFT, "sniff-failed", sniff="raise ValueError('nose')"),
    "answers junk as it sniffs": Behaviour(DRAFT, "sniff-failed", sniff="return 'yes'"),
    "hangs as it sniffs": Behaviour(DRAFT, "sniff-failed", sniff="\n    while True: pass"),
}

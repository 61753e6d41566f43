#!/usr/bin/env python3
"""serve.py BINARY SITE [N]

How long it takes under `serve` from the save of a speech until a browser has its new page: N saves (20), each another word at the end
of one speech, in a copy of SITE. Prints medians: until the server tells open pages of the change, until the page is there, and the
CPU time of the server for a save, all that it does afterwards included.
"""
import http.client, os, shutil, statistics, subprocess, sys, tempfile, threading, time

PORT = 4321
AFTER = 1.5  # Seconds in which what a save causes has come to its end.


def get(path):
    connection = http.client.HTTPConnection("127.0.0.1", PORT)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()


def wait_for_server():
    for _ in range(600):
        try:
            if get("/")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    sys.exit("the server does not answer")


class Builds:
    """The times at which the server told of a new build."""

    def __init__(self):
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT)
        self.connection.request("GET", "/__oratory/events")
        self.answer = self.connection.getresponse()
        self.times, self.changed = [], threading.Condition()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while line := self.answer.fp.readline():
            if line.startswith(b"data"):
                with self.changed:
                    self.times.append(time.time())
                    self.changed.notify()

    def wait_for_another(self, before):
        with self.changed:
            self.changed.wait_for(lambda: len(self.times) > before, 60)
            return self.times[-1]


def page_of(name):
    """The address of a speech's page: in the site's first language without the language."""
    stem, lang, _ = name.rsplit(".", 2)
    for path in (f"/speeches/{stem}.html", f"/{lang}/speeches/{stem}.html"):
        if get(path)[0] == 200:
            return path
    sys.exit(f"no page of {name}")


def cpu_of(process):
    fields = open(f"/proc/{process.pid}/stat").read().rsplit(")")[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(binary, site, n=20):
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "site")
        shutil.copytree(site, copy, ignore=shutil.ignore_patterns("public", ".oratory-cache"))
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        server = subprocess.Popen([binary, "-C", copy, "serve", "--port", str(PORT)], **quiet)
        try:
            wait_for_server()
            measure(server, os.path.join(copy, "content/speeches"), int(n))
        finally:
            server.kill()


def measure(server, speeches, n):
    name = sorted(name for name in os.listdir(speeches) if name.count(".") == 2)[0]
    path, page = os.path.join(speeches, name), page_of(name)
    text = open(path, "rb").read().rstrip()
    builds = Builds()
    time.sleep(AFTER)

    rows = []
    for at in range(n):
        word = b"Word%04d" % at
        # As editors save: a file beside, which takes the place of the old one.
        beside = os.path.join(speeches, ".beside")
        with open(beside, "wb") as file:
            file.write(text + b"\n\n" + word + b" comes last.\n")
        before, cpu, start = len(builds.times), cpu_of(server), time.time()
        os.rename(beside, path)
        told = builds.wait_for_another(before) - start
        if word not in get(page)[1]:
            sys.exit(f"{page} is not the new one")
        shown = time.time() - start
        time.sleep(AFTER)
        rows.append((told * 1000, shown * 1000, cpu_of(server) - cpu))

    told, shown, cpu = (statistics.median(column) for column in zip(*rows))
    shortest, longest = min(row[1] for row in rows), max(row[1] for row in rows)
    print(f"told {told:.0f} ms, page {shown:.0f} ms ({shortest:.0f} to {longest:.0f}), CPU {cpu:.2f} s, medians of {n}")


main(*sys.argv[1:])

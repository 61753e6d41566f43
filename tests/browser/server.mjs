// A small server of files for tests: several folders under several paths, each with its own headers; gzip as a real host would.

import { createServer } from "node:http";
import { readFileSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml", ".json": "application/json", ".jsonl": "application/jsonl", ".xml": "application/xml",
  ".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".png": "image/png",
  ".wav": "audio/wav", ".vtt": "text/vtt; charset=utf-8",
};

// The file that a path of a mount stands for, or nothing.
function find(folder, path) {
  const file = join(folder, normalize(`/${path}`));
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return path === "" || path.endsWith("/") ? find(folder, `${path}index.html`) : undefined;
  return stat && file;
}

// Sends `bytes` in pieces with time between them, as over a poor line: a browser draws what it has.
async function inPieces(response, bytes, { size, ms }) {
  for (let at = 0; at < bytes.length; at += size) {
    response.write(bytes.subarray(at, at + size));
    await new Promise((done) => setTimeout(done, ms));
  }
  response.end();
}

// Starts it; `mounts` is a list of {at: "/a/b/", folder, headers?, change?(text, type, headers), pieces?: {size, ms}}, to which more may be added at any time;
// of two at one place the later one holds.
export async function serve(mounts = []) {
  const answer = (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const mount = mounts.filter(({ at }) => path.startsWith(at)).sort((a, b) => b.at.length - a.at.length)[0];
    const found = mount && find(mount.folder, path.slice(mount.at.length));
    const file = found ?? (mount && find(mount.folder, "404.html"));
    if (!file) return response.writeHead(404).end();
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const bytes = mount.change ? Buffer.from(mount.change(readFileSync(file, "utf8"), type, request.headers)) : readFileSync(file);
    const zipped = !mount.pieces && /gzip/.test(request.headers["accept-encoding"] ?? "");
    const headers = { "content-type": type, "cache-control": "no-cache", vary: "accept-encoding", "x-content-type-options": "nosniff", ...mount.headers };
    if (zipped) headers["content-encoding"] = "gzip";
    // Players ask for a part, and can go to another moment only where they get it.
    const part = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
    if (part && type === TYPES[".wav"]) {
      const [from, to] = [Number(part[1]), part[2] ? Number(part[2]) : bytes.length - 1];
      return response.writeHead(206, { ...headers, "content-range": `bytes ${from}-${to}/${bytes.length}`, "content-length": to - from + 1 }).end(bytes.subarray(from, to + 1));
    }
    if (mount.pieces && type === TYPES[".html"]) return inPieces(response.writeHead(200, headers), bytes, mount.pieces);
    response.writeHead(found ? 200 : 404, headers).end(zipped ? gzipSync(bytes) : bytes);
  };
  const server = createServer(answer);
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { origin: `http://127.0.0.1:${server.address().port}`, mount: (mount) => mounts.unshift(mount), close: () => server.close() };
}

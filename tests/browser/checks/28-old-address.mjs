// An old address with its ¶ leads to the ¶ of the new one: by the page that stands there, over http and from the disk, and by the 301 of
// a server that has the list.

import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { holds, visit } from "../browser.mjs";

// A server that sends everything on to `to`, as nginx does by `redirects.map`.
async function sendingOn(to) {
  const server = createServer((_, response) => response.writeHead(301, { Location: to }).end());
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { origin: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

export async function check({ sites, browser, each }) {
  const page = sites.stress.pages.find(({ type }) => type === "redirect");
  if (!page) return [{ what: "the site has no old address" }];
  const ways = [sites.stress.url(page), pathToFileURL(join(sites.stress.folder, page.path)).href];
  const to = await visit(browser, ways[0], {}, async (tab) => {
    await holds(tab, () => !document.body.classList.contains("page-redirect"));
    return tab.url();
  });
  const server = await sendingOn(to);
  try {
    return await each([...ways, `${server.origin}/old.html`], (url) => visit(browser, `${url}#p1`, { apart: true }, async (tab) => {
      const came = await holds(tab, () => location.hash === "#p1" && document.getElementById("p1") !== null && !document.body.classList.contains("page-redirect"));
      const isThere = came && new URL(tab.url()).pathname.endsWith(new URL(to).pathname.split("/").pop());
      return isThere ? [] : [{ page, what: `${url}#p1 leads to ${tab.url()}` }];
    }));
  } finally {
    server.stop();
  }
}

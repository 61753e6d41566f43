// html-validate in a thread of its own, so that pages under test do not wait for it.

import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { parentPort, workerData } from "node:worker_threads";

const validator = new HtmlValidate(new StaticConfigLoader({ root: true, ...workerData.config }));
const found = [];
for (const [at, { path, text }] of workerData.pages.entries()) {
  const report = validator.validateStringSync(text, path);
  for (const message of report.results.flatMap((result) => result.messages)) {
    found.push({ at, where: message.selector ?? "", what: `${message.ruleId}: ${message.message}`, view: `${message.line}:${message.column}` });
  }
}
parentPort.postMessage(found);

// A second, independent validator: starts the server on a bundle and holds every kind of answer against the published
// schemas with Ajv. Usage: node check.mjs PLUGSHEET BUNDLE SCHEMAS; exit 1 at the first answer that does not fit.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const [bin, bundle, schemas] = process.argv.slice(2);
const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
addFormats(ajv);
for (const f of fs.readdirSync(schemas).filter((f) => f.endsWith(".schema.json"))) {
  ajv.addSchema(JSON.parse(fs.readFileSync(path.join(schemas, f))));
}
const validator = (name) => ajv.getSchema(`https://plugsheet.example/schemas/${name}.schema.json`);

const ids = JSON.parse(fs.readFileSync(path.join(bundle, "manifest.json"))).ids;
const common = "idConnectorVersion=c008849d-7cb1-40ca-9503-d6df2c5cddd8&idWebsite=ha-123&idOperator=9999";
const visitor = "emailVisitor=jane.doe%40example.com&idVisitorExternal=123&idVisitorUnique=a7b9";
const requests = [
  ["health", "/health"],
  [`categories.${ids}`, `/categories?${common}&limit=100`],
  [`products.${ids}`, `/products?${common}&limit=100`],
  [`products.${ids}`, `/products?${common}&limit=10&offset=10`],
  [`products.${ids}`, `/products?${common}&searchQuery=a`],
  ["customer-information", `/customer?${common}&${visitor}&operatorLocale=fr`],
  ["closing-form", `/closing-form?${common}&operatorLocale=en`],
  ["closing-form", `/closing-form?${common}&operatorLocale=fr-CA`],
  ["problem", `/products?${common}&limit=-1`, 400],
  ["problem", `/nothing`, 404],
];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ajv-"));
const addrFile = path.join(folder, "addr");
const server = spawn(bin, ["serve", bundle, "--allow-unsigned", "--addr", "127.0.0.1:0", "--addr-file", addrFile], { stdio: "ignore" });
const exited = new Promise((resolve) => server.once("exit", resolve));

async function address() {
  for (let i = 0; i < 600; i++) {
    if (fs.existsSync(addrFile)) return fs.readFileSync(addrFile, "utf8").trim();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the server did not start");
}

// check fetches one answer and says how many records it held.
async function check(base, [schema, url, status = 200]) {
  const res = await fetch(base + url);
  const body = await res.json();
  const validate = validator(schema);
  if (!validate) throw new Error(`no schema ${schema}`);
  if (res.status !== status || !validate(body)) {
    throw new Error(`${url}: status ${res.status}, schema ${schema}: ${ajv.errorsText(validate.errors)}`);
  }
  return Array.isArray(body) ? body.length : 1;
}

let failed = 0;
try {
  const base = "http://" + (await address());
  let records = 0;
  for (const r of requests) records += await check(base, r);
  if (records < 20) throw new Error(`only ${records} records were seen`);
  console.log(`ajv: ${requests.length} answers with ${records} records fit ${schemas}`);
} catch (e) {
  console.error(`ajv: ${e.message}`);
  failed = 1;
} finally {
  server.kill("SIGINT");
  await exited;
  fs.rmSync(folder, { recursive: true, force: true });
}
process.exit(failed);

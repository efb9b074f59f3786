// Shows patterns/ at http://127.0.0.1:4173/ with the program's own content security policy, so that a pattern which
// works here works there. The server below answers the patterns' forms as the program would; nothing is stored.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types attune htmx";
const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2" };

/** /assets/staff.css -> web/dist/staff-HASH.css; everything else -> web/patterns/. */
async function fileFor(path) {
  if (!path.startsWith("/assets/")) return join(here, "patterns", normalize(path === "/" ? "/index.html" : path));
  const manifest = JSON.parse(await readFile(join(here, "dist/manifest.json"), "utf8"));
  const name = path.slice("/assets/".length);
  return join(here, "dist", normalize(manifest[name] ?? name));
}

const theme = (html, chosen) => (["light", "dark"].includes(chosen) ? html.replace("<html ", `<html data-theme="${chosen}" `) : html);

/** An autosaved form: the address says how it shall end. */
function keep(path, response) {
  const status = { "/keep": 204, "/keep/conflict": 409, "/keep/refused": 422, "/keep/broken": 503 }[path];
  if (status === undefined) return false;
  response.writeHead(status, { "attune-version": String(Date.now()), "content-type": "text/html; charset=utf-8" });
  response.end(status === 409 ? '<p class="notice" id="shown">Both texts are shown here.</p>' : "");
  return true;
}

export const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  response.setHeader("content-security-policy", policy);
  response.setHeader("referrer-policy", "no-referrer");
  if (request.method === "POST") {
    if (keep(pathname, response)) return;
    response.writeHead(303, { location: pathname }).end();
    return;
  }
  try {
    const path = await fileFor(pathname);
    const bytes = await readFile(path);
    const body = extname(path) === ".html" ? theme(bytes.toString("utf8"), searchParams.get("theme")) : bytes;
    response.writeHead(200, { "content-type": `${types[extname(path)] ?? "text/plain"}; charset=utf-8` }).end(body);
  } catch {
    response.writeHead(404).end("There is no such page.");
  }
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  server.listen(4173, "127.0.0.1", () => console.log("http://127.0.0.1:4173/"));
}

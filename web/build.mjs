// Builds web/dist: bundles with content hashes in their names, manifest.json (plain name -> hashed name), and a
// Brotli and a gzip copy beside every text file. Needs nothing but what package-lock.json pins; no network.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "dist");
const entries = ["staff.ts", "portal.ts", "staff.css", "portal.css", "portal-print.css", "figures.css", "worksheets.css"];

/** Oldest browsers that we build for: a client's phone may be some years old. */
const target = ["chrome109", "firefox115", "safari15.6"];

async function bundle() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: entries.map((name) => `src/${name}`),
    outdir: "dist",
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    // Absolute, because a page may carry the style sheet inside it.
    publicPath: "/assets/",
    bundle: true,
    format: "iife",
    minify: true,
    legalComments: "none",
    metafile: true,
    target,
    loader: { ".woff2": "file", ".svg": "file" },
    logLevel: "warning",
  });
  return result.metafile.outputs;
}

/** Plain name -> hashed name, for entries ("staff.css") and what they pull in ("thoughts.svg"). */
function manifest(outputs) {
  const names = Object.keys(outputs).map((path) => {
    const hashed = basename(path);
    const extension = extname(hashed);
    return [hashed.slice(0, hashed.lastIndexOf("-")) + extension, hashed];
  });
  return Object.fromEntries(names.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function compress(path) {
  const bytes = await readFile(path);
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    promisify(gzip)(bytes, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)]);
  return { name: basename(path), bytes: bytes.length, brotli: br.length };
}

/** Writes a file that no bundle refers to, with the hash of its content in its name; returns that name. */
async function place(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  const hashed = `${name.slice(0, -extname(name).length)}-${hash}${extname(name)}`;
  await writeFile(join(dist, hashed), content);
  return hashed;
}

/** The licences of what is bundled travel with it. */
async function licences() {
  const parts = ["htmx.org", "@fontsource-variable/inter", "@fontsource-variable/source-serif-4"].map(
    async (name) => `${name}\n\n${await readFile(join(here, "node_modules", name, "LICENSE"), "utf8")}`,
  );
  return (await Promise.all(parts)).join("\n\n----\n\n");
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const names = manifest(await bundle());
names["icon.svg"] = await place("icon.svg", await readFile(join(here, "src/icons/icon.svg")));
names["licences.txt"] = await place("licences.txt", await licences());
await writeFile(join(dist, "manifest.json"), `${JSON.stringify(names, null, 2)}\n`);
const text = (await readdir(dist)).filter((name) => [".css", ".js", ".svg", ".txt"].includes(extname(name)));
const sizes = await Promise.all(text.map((name) => compress(join(dist, name))));
console.table(sizes.sort((a, b) => b.bytes - a.bytes));

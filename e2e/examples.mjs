// Plays the worked examples of the guide and draws their pictures.
//
//   node e2e/examples.mjs --out DIR [--only NAME]
import { parseArgs } from "node:util";
import { examples } from "./examples/all.mjs";
import { openStage } from "./support/stage.mjs";

const { values } = parseArgs({ options: { out: { type: "string" }, only: { type: "string" }, text: { type: "boolean" } } });
if (!values.out) throw new Error("say where to: --out DIR");

for (const [name, { begins, play }] of Object.entries(examples)) {
  if (values.only && values.only !== name) continue;
  const stage = await openStage({ pictures: values.out, begins });
  try {
    await play(stage);
    console.log(`${name}: ${stage.drawn.length} pictures`);
    // What the pages said, for whoever writes about them.
    if (values.text) console.log(stage.seen());
  } finally {
    await stage.end();
  }
  if (stage.problems.length > 0) throw new Error(stage.problems.join("\n"));
}

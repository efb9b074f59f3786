import assert from "node:assert/strict";
import test from "node:test";
import { structure } from "./structure.mjs";

test("what can be jumped to and pressed is kept, running text is not, and days do not matter", () => {
  const said = `- main:
  - heading "Session of Thu 19 Nov" [level=1]
  - paragraph: She slept.
  - list:
    - listitem:
      - 'link "Fri 1 Jan 2027: note 3"':
        - /url: /clients/1
      - 'link "Fri 8 Jan 2027: note 4"':
        - /url: /clients/1
    - 'figure "PHQ-9 14: moderate"':
  - text: kept 14:02
  - button "Lock this note"`;
  assert.equal(
    structure(said),
    `- main:
  - heading "Session of DAY" [level=1]
      - 'link "DAY: note N"':
    - figure
  - button "Lock this note"`,
  );
});

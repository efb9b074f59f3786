// The bones of a page as a screen reader meets them: what can be jumped to and what can be pressed, without the
// running text. Days, times and ids are replaced, because the fictional practice counts its days back from today.

const BONES = [
  "banner", "navigation", "main", "complementary", "contentinfo", "region", "search", "form", "alert", "status",
  "heading", "article", "figure", "img", "table", "columnheader", "rowheader", "progressbar",
  "link", "button", "textbox", "searchbox", "combobox", "checkbox", "radio", "group",
];
const BONE = new RegExp(`^( *- '?)(${BONES.join("|")})\\b`);
const DAY = /\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)( \d{4})?\b/g;

/** Pictures say what they show in a sentence full of numbers, which is tested where it is made. */
const PICTURE = /^( *- )'?(figure|img)\b.*/;

/** @param {string} said what `ariaSnapshot()` answers */
export function structure(said) {
  const bones = said
    .split("\n")
    .filter((line) => BONE.test(line))
    .map((line) => line.replace(PICTURE, "$1$2"))
    .map((line) => line.replace(DAY, "DAY").replace(/\b\d\d:\d\d\b/g, "TIME").replace(/\b[0-9a-f]{32,}\b/g, "ID"))
    .map((line) => (line.includes("[level=") ? line : line.replace(/\b\d+(\.\d+)?\b/g, "N")));
  // How many there are of a kind depends on the day as well.
  return bones.filter((line, index) => line !== bones[index - 1]).join("\n");
}

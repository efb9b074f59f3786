// The worked examples of the guide, by the name of their page.
import * as anxiety from "./anxiety.mjs";
import * as depression from "./depression.mjs";
import * as relationship from "./relationship.mjs";
import * as trauma from "./trauma.mjs";

export const examples = { anxiety, depression, trauma, relationship };

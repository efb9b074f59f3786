// The worked examples of the guide, by the name of their page.
import * as anxiety from "./anxiety.mjs";
import * as depression from "./depression.mjs";

export const examples = { anxiety, depression };

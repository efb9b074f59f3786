/** The one gate through which text from our own server becomes HTML, under the Trusted Types policy that the
 *  content security policy names ("attune"). Nothing else on a page may build HTML from text. */

type TrustedMarkup = string;

interface PolicyRules {
  createHTML(text: string): string;
  createScript(text: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: PolicyRules): { createHTML(text: string): TrustedMarkup; createScript(text: string): string };
}

const rules: PolicyRules = {
  // The server escapes every value it writes; what it sends is as trusted as the page itself.
  createHTML: (text) => text,
  // A fragment never brings a script with it.
  createScript: () => "",
};

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;

/** The policy, or the bare rules in a browser that knows no Trusted Types. */
export const policy = factory ? factory.createPolicy("attune", rules) : rules;

/** The nodes of an HTML fragment sent by our server. */
export function parseFragment(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = policy.createHTML(html);
  return template.content;
}

/** What the browser can do with passkeys, as far as it is used here; older type libraries do not know all of it. */
interface Passkeys {
  parseCreationOptionsFromJSON(options: unknown): PublicKeyCredentialCreationOptions;
  parseRequestOptionsFromJSON(options: unknown): PublicKeyCredentialRequestOptions;
}

interface Begun {
  ceremony: string;
  options: { publicKey: unknown };
}

async function send(address: string, body: unknown): Promise<unknown> {
  const response = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

/** Both halves: the server's question goes to the authenticator, its answer back to the server. */
async function exchange(kind: string, begin: string, finish: string): Promise<string> {
  const passkeys = PublicKeyCredential as unknown as Passkeys;
  const begun = (await send(begin, {})) as Begun;
  const asked = begun.options.publicKey;
  const credential =
    kind === "add"
      ? await navigator.credentials.create({ publicKey: passkeys.parseCreationOptionsFromJSON(asked) })
      : await navigator.credentials.get({ publicKey: passkeys.parseRequestOptionsFromJSON(asked) });
  const done = (await send(finish, { ceremony: begun.ceremony, credential })) as { to: string };
  return done.to;
}

/** Starts `<button data-passkey="add" data-begin="…" data-finish="…">`; "use" comes in with one. Where the browser
 *  has no passkeys the button goes. */
export function startPasskey(): void {
  const button = document.querySelector<HTMLButtonElement>("button[data-passkey]");
  if (button === null) return;
  if (typeof PublicKeyCredential === "undefined" || !("parseCreationOptionsFromJSON" in PublicKeyCredential)) {
    button.hidden = true;
    return;
  }
  const { passkey = "", begin = "", finish = "" } = button.dataset;
  const trouble = document.querySelector<HTMLElement>("[data-passkey-trouble]");
  button.addEventListener("click", () => {
    button.disabled = true;
    if (trouble !== null) trouble.hidden = true;
    exchange(passkey, begin, finish)
      .then((to) => location.assign(to))
      .catch(() => {
        if (trouble !== null) trouble.hidden = false;
      })
      .finally(() => (button.disabled = false));
  });
}

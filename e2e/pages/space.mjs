// A client's own space: the clinician's page about it, and the client's side.

/** The clinician's page about the space of a client. */
export function spaceOf(page) {
  return {
    open: (client) => page.goto(`${client}/space`),
    /** Makes a link to the space and answers with its path. */
    link: async () => {
      await page.getByRole("button", { name: "Make a link to their own space" }).click();
      return new URL(await page.getByLabel("Only for this client").inputValue()).pathname;
    },
    sharePlan: () => page.getByRole("button", { name: /^Share plan version/ }).click(),
    shareMap: () => page.getByRole("button", { name: /^Share the map as it is now/ }).click(),
    close: () => page.getByRole("button", { name: "Close this space now" }).click(),
  };
}

/** Every page of the space that can be opened without anything else. */
export const places = [
  "/portal/today",
  "/portal/questions",
  "/portal/plan",
  "/portal/course",
  "/portal/map",
  "/portal/map/things",
  "/portal/data",
  "/portal/devices",
  "/portal/account",
  "/portal/more",
];

/** Those and what the client writes there, and the safety plan. */
export const everyPlace = [
  ...places,
  "/portal/journal",
  "/portal/journal/private",
  "/portal/diary",
  "/portal/tasks",
  "/portal/worksheets",
  "/portal/safety-plan",
];

/** The pages of a questionnaire that was begun. */
export const questionnaire = ["/portal", "/portal/item/2", "/portal/pause", "/portal/review"];

export function space(page) {
  return {
    enter: async (link) => {
      await page.goto(link);
      await page.getByRole("button", { name: "Open it on this device" }).click();
      await page.waitForURL(/\/portal\/today$/);
    },
    go: (word) => page.getByRole("navigation", { name: "Your space" }).getByRole("link", { name: word, exact: true }).click(),
    signOut: async () => {
      await page.goto("/portal/more");
      await page.getByRole("button", { name: "Sign out on this device" }).click();
      // What waits on the phone is removed first, so it takes a moment until the page goes.
      await page.waitForURL((address) => address.pathname !== "/portal/more");
    },
  };
}

/** An authenticator that says yes, as a phone does whose owner has just unlocked it. */
export async function withAuthenticator(page) {
  const debug = await page.context().newCDPSession(page);
  await debug.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  const { authenticatorId } = await debug.send("WebAuthn.addVirtualAuthenticator", { options });
  return {
    keys: async () => (await debug.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
  };
}

// A team's desk: nobody in without signing in, then the account and users, an invitation used, and out again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESK, findings, opened, overflow, pageOf, picture } from "./desk.js";

const PASSWORD = process.env.DESK_PASSWORD;

let browser;
before(async () => {
  browser = await opened();
});
after(() => browser.close());

async function good(page, name) {
  await picture(page, `team-${name}`);
  assert.deepEqual(await findings(page), [], name);
  assert.ok((await overflow(page)) <= 0, name);
}

for (const [kind, options] of [
  ["wide-light", { width: 1280 }],
  ["phone-dark", { width: 320, dark: true }],
  ["without-scripts", { width: 1280, scripts: false }],
]) {
  test(`signing in, inviting somebody, signing out: ${kind}`, async () => {
    const { page, strange, close } = await pageOf(browser, options);
    const look = options.scripts === false ? async () => {} : (name) => good(page, `${name}-${kind}`);
    const refused = await page.goto(`${DESK}/lists`);
    assert.equal(refused.status(), 401);
    await look("refused");
    await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
    await page.getByLabel("Name", { exact: true }).fill("mira_k");
    await page.getByLabel("Password", { exact: true }).fill("these are other words");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").waitFor();
    await look("wrong");
    await page.getByLabel("Name", { exact: true }).fill("mira_k");
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(`${DESK}/lists`);

    await page.goto(`${DESK}/account`);
    await page.getByLabel("What it is for").fill(`export ${kind}`);
    await page.getByRole("button", { name: "Make it" }).click();
    assert.match(await page.getByLabel(`The token “export ${kind}”`).inputValue(), /^hw_/);
    await look("account");

    await page.goto(`${DESK}/users`);
    await page.getByRole("button", { name: "Make the link" }).click();
    const link = await page.getByLabel("The link", { exact: true }).inputValue();
    await look("users");

    const guest = await pageOf(browser, options);
    await guest.page.goto(link);
    await guest.page.getByLabel("Name", { exact: true }).fill(`guest-${kind}`);
    await guest.page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await guest.page.getByRole("button", { name: "Make me a user" }).click();
    await guest.page.getByText(`You are signed in as guest-${kind}.`).waitFor();
    await guest.close();

    await page.goto(`${DESK}/account`);
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.getByText("You are signed out.").waitFor();
    assert.equal((await page.goto(`${DESK}/account`)).status(), 401);
    assert.deepEqual(strange, []);
    await close();
  });
}

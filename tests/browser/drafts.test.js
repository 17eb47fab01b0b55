// A draft in a real browser: chosen, written, edited with the checklist beside it, copied; and all of it without scripts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESK, findings, opened, overflow, pageOf, picture } from "./desk.js";

const ROLE = process.env.DESK_ROLE ?? "Starlette";

let browser;
before(async () => {
  browser = await opened();
});
after(() => browser.close());

/** Go to a person of the ranking, 0 the first, and on to the choices of a draft. */
async function choices(page, place = 0) {
  await page.goto(`${DESK}/search?role=${encodeURIComponent(ROLE)}`);
  await page.locator('main a[href*="/draft"]').nth(place).click();
  await page.locator("#language").waitFor();
}

test("the checklist follows the text, and the text can be copied", async () => {
  const { page, strange, close } = await pageOf(browser, { width: 1280 });
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await choices(page);
  await page.selectOption("#language", "de");
  await page.selectOption("#length", "medium");
  await page.getByRole("button", { name: "Write the draft" }).click();
  await page.getByText("Ready to be copied.").waitFor();
  assert.match(page.url(), /language=de&length=medium/);
  const text = await page.inputValue("#text");
  assert.match(text, /^Guten Tag /);
  await page.getByRole("button", { name: "Copy the text" }).click();
  await page.getByText("Copied.", { exact: true }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
  await page.fill("#text", text.replace("https://kontor.example/notice", ""));
  await page.getByText("1 point is lacking.").waitFor();
  assert.equal(await page.locator(".checks .lacking strong").textContent(), "Says how to object");
  assert.deepEqual(await findings(page), []);
  await picture(page, "draft-edited");
  await page.reload();
  assert.equal(await page.inputValue("#text"), text, "an edited text is kept nowhere");
  assert.deepEqual(strange, []);
  await close();
});

test("without scripts a draft is written and looked over on a phone", async () => {
  const { page, strange, close } = await pageOf(browser, { width: 320, dark: true, scripts: false });
  await choices(page);
  await page.getByRole("button", { name: "Write the draft" }).click();
  assert.ok(await page.getByRole("button", { name: "Copy the text" }).isHidden());
  await page.fill("#text", "Hello");
  await page.getByRole("button", { name: "Check the text" }).click();
  assert.equal(await page.inputValue("#text"), "Hello");
  await page.getByText("8 points are lacking.").waitFor();
  await picture(page, "draft-phone");
  assert.ok((await overflow(page)) <= 0);
  assert.deepEqual(strange, []);
  await close();
});

test("who sent a draft says so, and the person is contacted on a list", async () => {
  const { page, strange, close } = await pageOf(browser, { width: 1280 });
  const made = await page.request.post(`${DESK}/lists`, { data: { name: "Drafts" } });
  assert.ok(made.ok(), await made.text());
  await choices(page, 1);
  await page.getByRole("button", { name: "Write the draft" }).click();
  await page.selectOption("#list", { label: "Drafts (adds the person)" });
  const draft = page.url();
  assert.deepEqual(await findings(page), []);
  await page.getByRole("button", { name: "I sent it myself" }).click();
  await page.getByText("Noted: you sent it yourself.").waitFor();
  assert.match(page.url(), /\/lists\/\d+/);
  await picture(page, "draft-sent");
  await page.goto(draft);
  await page.getByText("They were contacted and have not replied").waitFor();
  assert.equal(await page.getByRole("button", { name: "Write the draft" }).count(), 0);
  assert.deepEqual(strange, []);
  await close();
});

// The whole way: a role, its brief, results, a shortlist, side by side, a draft, moved along, exported; with and without scripts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESK, findings, opened, overflow, pageOf, picture } from "./desk.js";

const ROLE = process.env.DESK_ROLE ?? "Starlette";

let browser;
before(async () => {
  browser = await opened();
});
after(() => browser.close());

const clean = async (page, name) => {
  await picture(page, name);
  assert.deepEqual(await findings(page), [], name);
  assert.ok((await overflow(page)) <= 0, `${name} is wider than its window`);
};

for (const scripts of [true, false]) {
  const how = scripts ? "with scripts" : "without scripts";
  test(`from a role to an export, ${how}`, async () => {
    const { page, strange, close } = await pageOf(browser, { scripts });
    const list = `Team ${how}`;

    await page.goto(DESK);
    await page.fill("#role", ROLE);
    await page.getByRole("button", { name: "Read the brief first" }).click();
    await page.getByRole("heading", { name: "How the role is understood" }).waitFor();
    const before = await page.locator("table tbody tr").count();
    await page
      .getByRole("link", { name: /^remove/ })
      .last()
      .click();
    await page.waitForURL(/edit=/);
    assert.ok((await page.locator("table tbody tr").count()) !== before || page.url().includes("edit="));
    await page.getByRole("link", { name: "Find these people" }).click();

    await page.locator("[data-card]").first().waitFor();
    const first = (
      await page
        .locator("[data-open]")
        .nth(scripts ? 0 : 2)
        .textContent()
    ).trim();
    const second = (
      await page
        .locator("[data-open]")
        .nth(scripts ? 1 : 3)
        .textContent()
    ).trim();
    await page.fill("#new-list", list);
    await page.selectOption("#list", "new");
    if (scripts) {
      await page
        .locator("h1")
        .first()
        .focus()
        .catch(() => {});
      await page.evaluate(() => document.activeElement?.blur());
      await page.keyboard.press("j");
      await page.keyboard.press("s");
    } else await page.getByRole("button", { name: `Shortlist ${first}` }).click();
    await page.getByRole("status").getByText("is on the list").waitFor();
    await page.getByRole("button", { name: `Shortlist ${second}` }).click();
    await page.getByRole("status").getByText("is on the list").waitFor();
    if (scripts) await clean(page, "path-results");

    await page.goto(`${DESK}/lists`);
    await page.getByRole("link", { name: list }).click();
    assert.equal(await page.locator("[data-card]").count(), 2);
    for (const box of await page.locator('input[name="person"]').all()) await box.check();
    if (scripts) await page.keyboard.press("c");
    else await page.getByRole("button", { name: "Compare the picked" }).click();
    await page.getByRole("heading", { name: "Side by side" }).waitFor();
    for (const login of [first, second]) await page.getByRole("columnheader", { name: login }).waitFor();
    if (scripts) await clean(page, "path-compare");

    await page.getByRole("columnheader", { name: first }).getByRole("link").click();
    await page.getByRole("heading", { name: "For this role" }).waitFor();
    if (scripts) await clean(page, "path-person");
    await page.getByRole("link", { name: "Draft a message" }).click();
    await page.getByRole("heading", { level: 1 }).waitFor();
    // What was drafted before is shown at once: the same choices give the same text.
    if ((await page.locator("#text").count()) === 0)
      await page.getByRole("button", { name: "Write the draft" }).click();
    const text = await page.inputValue("#text");
    assert.match(text, /github\.com|#\d+|commit/);
    if (scripts) await clean(page, "path-draft");

    await page.goto(`${DESK}/lists`);
    await page.getByRole("link", { name: list }).click();
    const card = page.locator("[data-card]", { hasText: first });
    await card.getByText("Move, note, date").click();
    await card.getByLabel("To", { exact: true }).selectOption("contacted");
    await card.getByRole("button", { name: "Move", exact: true }).click();
    await page.getByRole("status").getByText("Moved to contacted").waitFor();
    if (scripts) await clean(page, "path-list");

    const address = await page.getByRole("link", { name: "Greenhouse" }).getAttribute("href");
    const file = await page.request.get(DESK + address);
    assert.match(file.headers()["content-disposition"], /greenhouse\.csv/);
    const rows = await file.text();
    for (const login of [first, second]) assert.ok(rows.includes(login), `${login} is in the export`);
    assert.ok(!rows.includes("@"));
    assert.deepEqual(strange, []);
    await close();
  });
}

test("a link for a hiring manager shows the list read-only and blind", async () => {
  const { page, strange, close } = await pageOf(browser);
  await page.goto(`${DESK}/lists`);
  await page.locator("[data-open]").first().click();
  const shown = await page.locator("[data-open]").allTextContents();
  await page.getByLabel("names hidden").check();
  await page.getByRole("button", { name: "Make the link" }).click();
  const said = await page.getByRole("status").textContent();
  await page.goto(said.match(/http\S+/)[0]);
  await page.getByText("You read this through a link").waitFor();
  const body = await page.locator("main").innerHTML();
  for (const name of shown) assert.ok(!body.includes(name.trim()), `${name} is not told`);
  assert.equal(await page.locator("main form").count(), 0);
  await clean(page, "path-shared");
  assert.deepEqual(strange, []);
  await close();
});

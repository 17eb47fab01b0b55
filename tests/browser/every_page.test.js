// Every page: nothing that axe finds, no overflow on a phone, nothing from elsewhere, light and dark.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DESK, findings, opened, overflow, pageOf, picture } from "./desk.js";

const PAGES = (process.env.DESK_PAGES ?? "/").split("\n");

let browser;
before(async () => {
  browser = await opened();
});
after(() => browser.close());

const named = (path) => path.replaceAll(/[^a-z0-9]+/gi, "-").slice(0, 60);

// Several at once: a page mostly waits for its server and its picture.
describe("every page", { concurrency: 3 }, () => {
  for (const path of PAGES) {
    test(path, async () => {
      const { page, strange, close } = await pageOf(browser, { width: 1280 });
      const answer = await page.goto(DESK + path);
      assert.equal(answer.status(), 200);
      for (const kind of ["wide-light", "phone-dark"]) {
        if (kind === "phone-dark") {
          await page.setViewportSize({ width: 320, height: 900 });
          await page.emulateMedia({ colorScheme: "dark" });
          // Colours change over: what is looked at is where they end.
          await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished)));
        }
        await picture(page, `${named(path)}-${kind}`);
        assert.deepEqual(await findings(page), [], kind);
        assert.ok((await overflow(page)) <= 0, `${kind}: wider than its window by ${await overflow(page)} pixels`);
      }
      assert.deepEqual(strange, []);
      await close();
    });
  }
});

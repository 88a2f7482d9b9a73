// The sheet of "Two offers and eleven lines of Python". Nothing is sent and nothing is kept.

// The sum is the article's Python, argument for argument; tests/content/test_offers.py holds the two together.
export const hourly = (pay, bonus, odds, pension, fares, week, office, commute, leave, tax) => {
  const money = pay * (1 + bonus * odds + pension) - fares / (1 - tax);
  const days = 260 - leave;
  const hours = days * (week + office * commute) / 5;
  return [money, hours, money / hours];
};

// The pay at which an offer with these terms comes to so much an hour.
export const payFor = (rate, [, bonus, odds, pension, fares, , , , , tax], hours) =>
  (rate * hours + fares / (1 - tax)) / (1 + bonus * odds + pension);

// Which lines of the sheet are in per cent.
const SHARES = new Set([1, 2, 3, 9]);

// The terms in one column of fields; null while one is missing or out of bounds.
export const termsOf = (fields) => fields.some((field) => field.value === "" || !field.checkValidity()) ? null
  : fields.map((field, line) => field.valueAsNumber / (SHARES.has(line) ? 100 : 1));

const whole = (number) => Math.round(number).toLocaleString("en");
const exact = (number) => number.toFixed(2);

const open = (sheet) => {
  const rows = [...sheet.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input")]);
  const columns = [0, 1].map((column) => rows.map((row) => row[column]));
  const names = [...sheet.querySelectorAll("thead th")].slice(1).map((head) => head.textContent);
  const results = [...sheet.querySelectorAll("tfoot tr")].map((row) => [...row.querySelectorAll("td")].slice(1));
  const said = sheet.querySelector("output");

  const sums = () => columns.map(termsOf).map((terms) => terms && hourly(...terms));
  const show = () => {
    for (const field of rows.flat()) field.ariaInvalid = String(!field.checkValidity());
    for (const [column, sum] of sums().entries()) {
      results.forEach((row, line) => row[column].textContent = sum ? (line < 2 ? whole : exact)(sum[line]) : "");
    }
  };
  const say = () => {
    const wrong = rows.flat().find((field) => !field.checkValidity());
    const both = sums();
    if (wrong) said.textContent = `${wrong.ariaLabel}: ${wrong.validationMessage}`;
    else if (!both[0] || !both[1]) said.textContent = "";
    else {
      const better = Number(both[1][2] > both[0][2]), worse = 1 - better;
      const pay = payFor(both[better][2], termsOf(columns[worse]), both[worse][1]);
      said.textContent = exact(both[0][2]) === exact(both[1][2]) ? "They pay the same by the hour."
        : `${names[better]} pays ${exact(both[better][2] - both[worse][2])} more an hour. To pay as well,`
          + ` ${names[worse].toLowerCase()} would have to offer a salary of ${whole(pay)}.`;
    }
  };
  const fill = (values) => {
    for (const [line, row] of rows.entries()) row.forEach((field, column) => field.value = values(field, line, column));
    show();
    say();
  };
  const offer = (words, values) =>
    Object.assign(document.createElement("button"), { type: "button", textContent: words, onclick: () => fill(values) });
  const tools = document.createElement("p");
  tools.className = "meta steps";
  tools.append(offer("Put in Tower and Mill", (field) => field.placeholder), " ", offer("Empty the sheet", () => ""));
  sheet.append(tools);
  sheet.addEventListener("submit", (event) => event.preventDefault());
  sheet.addEventListener("input", show);
  sheet.addEventListener("change", say);
  fill((field) => field.value);
};

if (globalThis.document) document.querySelectorAll("form.sheet").forEach(open);

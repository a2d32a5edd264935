import { f, invalidField, type Money, type ObjectField } from '@atrium/sdk';
import { currencyOf, type Minor, minorOf, minorText } from './exact/money';
import { ownCurrency } from './items/fee-items.service';
import { moneyMessages } from './money.messages';

/** A count of minor units in a column, beside the row's currency, as money. */
export const moneyField = (amount: string, currency = 'currency'): ObjectField =>
  moneyOf(
    (t) => `${t}.${amount}`,
    (t) => `${t}.${currency}`,
  );

/** The same of expressions. */
export const moneyOf = (amount: (t: string) => string, currency: (t: string) => string): ObjectField =>
  f.object({
    amount: f.sql(
      (t) => `(${amount(t)})::text || ' ' || ${currency(t)}`,
      (value) => {
        const [minor, code] = String(value).split(' ');
        return minorText(BigInt(minor!), currencyOf(code!));
      },
    ),
    currency: f.sql(currency),
  });

/** Money as the API shows it. */
export const shownMoney = (amount: Minor, currency: string): Money => ({
  amount: minorText(amount, currencyOf(currency)),
  currency,
});

/** Reads money of an input: above zero, in the currency of the books, with its decimals. @throws AtriumError */
export function readMoney(given: Money, path: string): Minor {
  const minor = readMinor(given, path);
  if (minor <= 0n) throw invalidField(`${path}.amount`, 'NOT_POSITIVE', moneyMessages.positive);
  return minor;
}

/** The same, where nothing is something as well. @throws AtriumError */
export function readMoneyFrom0(given: Money, path: string): Minor {
  const minor = readMinor(given, path);
  if (minor < 0n) throw invalidField(`${path}.amount`, 'BELOW_ZERO', moneyMessages.notBelow0);
  return minor;
}

function readMinor({ amount, currency }: Money, path: string): Minor {
  const own = currencyOf(ownCurrency(currency, `${path}.currency`));
  const minor = minorOf(amount, own);
  if (minor === null) {
    throw invalidField(`${path}.amount`, 'TOO_MANY_DECIMALS', moneyMessages.decimals, { max: String(own.exponent) });
  }
  return minor;
}

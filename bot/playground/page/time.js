// Hours and days as people read them, in the organisation's zone where the server names one.

const LOCALES = { en: "en-GB", sv: "sv-SE", sl: "sl-SI", uk: "uk-UA" };

const formats = new Map();

/** Making a format is slow and a long chat asks thousands of times, so each is made once. */
function format(date, language, zone, options) {
  const key = `${language} ${zone} ${Object.values(options)}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(LOCALES[language] ?? language, { ...options, timeZone: zone }));
  }
  return formats.get(key).format(date);
}

export function hour(date, language, zone) {
  return format(date, language, zone, { hour: "2-digit", minute: "2-digit" });
}

export function day(date, language, zone) {
  return format(date, language, zone, { weekday: "long", day: "numeric", month: "long" });
}

export function shortDay(date, language, zone) {
  return format(date, language, zone, { weekday: "short", day: "numeric", month: "short" });
}

/** A sortable key of the local day, so that two moments can be asked whether they share one. */
export function dayKey(date, zone) {
  return format(date, "sv", zone, { year: "numeric", month: "2-digit", day: "2-digit" });
}

export function duration(seconds) {
  const whole = Number.isFinite(seconds) ? Math.round(seconds) : 0;
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Seconds from `now` to the next Monday 9:00 on the zone's clocks, also across a change of summer time. */
export function secondsToMonday(now, zone) {
  const local = wallClock(now, zone);
  const target = new Date(local);
  const days = ((1 - local.getUTCDay() + 7) % 7) || (isBeforeNine(local) ? 0 : 7);
  target.setUTCDate(target.getUTCDate() + days);
  target.setUTCHours(9, 0, 0, 0);
  const guess = now.getTime() + (target - local);
  const drift = target - wallClock(new Date(guess), zone);
  return Math.max(1, Math.round((guess + drift - now.getTime()) / 1000));
}

function isBeforeNine(local) {
  return local.getUTCHours() < 9;
}

/** The zone's wall clock, carried in a Date's UTC fields. */
function wallClock(date, zone) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, hourCycle: "h23",
    year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
  }).formatToParts(date);
  const number = (type) => Number(parts.find((part) => part.type === type).value);
  return new Date(Date.UTC(
    number("year"), number("month") - 1, number("day"), number("hour"), number("minute"), number("second"),
  ));
}

const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The number that a quantity means: 0.5 for `500m`, 1073741824 for `1Gi`; NaN for what is none. */
export function quantity(value: string | number | undefined): number {
  const [, digits, suffix = ""] = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([KMGTPE]i|[numkMGTPE])?$/.exec(String(value)) ?? [];
  return digits === undefined ? Number.NaN : rounded(Number(digits) * (FACTORS[suffix] ?? Number.NaN));
}

/** Sums of quantities such as 0.1 stay exact to a thousandth of a thousandth. */
export function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** Writes a sum the way people write it: `1500m`, `2`, `512Mi`, `1.5Gi`. */
export function describeQuantity(resource: string, value: number): string {
  if (resource.includes("memory") || resource.includes("storage")) {
    const unit = (["Gi", "Mi", "Ki"] as const).find((name) => value >= (FACTORS[name] ?? 1));
    return unit === undefined ? String(value) : `${Number((value / (FACTORS[unit] ?? 1)).toFixed(2))}${unit}`;
  }
  return Number.isInteger(value) ? String(value) : `${Math.round(value * 1000)}m`;
}

import { type EnvironmentSettings } from "../../environments";

/**
 * The settings with what changes most often in the life of an environment: another image of the controller, and a limit of the firewall.
 * Neither may replace anything.
 */
export function changedSettings(settings: EnvironmentSettings): EnvironmentSettings {
  const { images, firewall } = settings;
  const { perAddressPerMinute } = firewall.sessions;
  return {
    ...settings,
    images: { ...images, controller: otherImage(images.controller) },
    firewall: {
      ...firewall,
      sessions: { ...firewall.sessions, perAddressPerMinute: perAddressPerMinute + 1 },
    },
  };
}

/** A digest whose last digit is another one, or a tag that nobody has used. */
function otherImage(image: string): string {
  const [kind, digits] = image.split(":");
  return digits === undefined ? `${image}-next` : `${kind}:${digits.slice(0, -1)}${digits.endsWith("0") ? "1" : "0"}`;
}

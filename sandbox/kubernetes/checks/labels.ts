import { isRecord, type KubernetesObject } from "../objects";
import { type Check, type Finding } from "./check";

const SOURCE = "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set";
const VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** All annotations of an object together. https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/ */
const LARGEST_ANNOTATIONS = 256 * 1024;

/** Label keys and values and annotation keys, wherever an object or a template carries them. */
export const labels: Check = {
  id: "labels",
  source: SOURCE,
  effect: "refused",
  find: (review) => review.objects.flatMap((object) => metadataIn(object, object, "")),
};

/** Every `metadata` and every selector's `matchLabels` of an object, however deep. */
function metadataIn(object: KubernetesObject, value: unknown, path: string): Finding[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => metadataIn(object, item, `${path}[${index}]`));
  }
  if (!isRecord(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([name, item]) => {
    const here = path === "" ? name : `${path}.${name}`;
    if (name === "metadata" && isRecord(item)) {
      return [
        ...badLabels(object, item.labels, `${here}.labels`, true),
        ...badLabels(object, item.annotations, `${here}.annotations`, false),
        ...tooLarge(object, item.annotations, `${here}.annotations`),
      ];
    }
    return name === "matchLabels" ? badLabels(object, item, here, true) : metadataIn(object, item, here);
  });
}

function badLabels(object: KubernetesObject, labelMap: unknown, path: string, valuesToo: boolean): Finding[] {
  return Object.entries(isRecord(labelMap) ? labelMap : {}).flatMap(([key, value]): Finding[] => {
    const place = `${path}[${key}]`;
    if (!isKey(key)) {
      const message = `"${key}" is no valid key: an optional DNS prefix and '/', then at most 63 letters, digits, '-', '_' and '.'`;
      return [{ object, path: place, message, fix: "correct the key" }];
    }
    if (valuesToo && typeof value === "string" && (value.length > 63 || !VALUE.test(value))) {
      const message = `"${value}" is no valid label value: at most 63 letters, digits, '-', '_' and '.', a letter or digit at both ends`;
      return [
        {
          object,
          path: place,
          message,
          fix: 'shorten or correct it (Helm: | trunc 63 | trimSuffix "-"), or make it an annotation',
        },
      ];
    }
    return [];
  });
}

function isKey(key: string): boolean {
  const slash = key.indexOf("/");
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  return (
    name.length <= 63 && NAME.test(name) && (prefix === undefined || (prefix.length <= 253 && PREFIX.test(prefix)))
  );
}

function tooLarge(object: KubernetesObject, annotations: unknown, path: string): Finding[] {
  const size = JSON.stringify(annotations ?? {}).length;
  const message = `the annotations have ${size} bytes, at most ${LARGEST_ANNOTATIONS} are allowed`;
  return size <= LARGEST_ANNOTATIONS ? [] : [{ object, path, message, fix: "move large texts into a ConfigMap" }];
}

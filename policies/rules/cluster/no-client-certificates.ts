import { shown, verdict, type ObjectRule } from "../../rule";
import { valueAt } from "../../rendered/rendered-stack";

/** Certificates of these can't be taken back. https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#kubernetes-signers */
const SIGNERS = ["kubernetes.io/kube-apiserver-client", "kubernetes.io/kube-apiserver-client-kubelet"];

/** Nobody asks for a client certificate of the Kubernetes API, which holds until it expires whatever is done. */
export const noClientCertificates: ObjectRule = {
  kinds: ["CertificateSigningRequest"],
  evaluate: ({ object }) => {
    const signer = valueAt(object, "spec.signerName");
    return verdict(
      typeof signer === "string" && SIGNERS.includes(signer)
        ? [`spec.signerName is ${shown(signer)}: what it signs can't be taken back`]
        : [],
    );
  },
};

/** Props of everything that lives in a Google Cloud project. */
export interface ProjectScopedProps {
  /** The ID of the project, for example `cliscale-prod`. Not its number and not its display name. */
  readonly project: string;
}

/** Props of everything that lives in one region of a project. */
export interface RegionalProps extends ProjectScopedProps {
  /** The region, for example `europe-west1`. */
  readonly region: string;
}

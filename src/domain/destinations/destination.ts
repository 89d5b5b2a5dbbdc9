/** An S3 bucket where copies go. Its keys never get this far: they are dropped where an answer is parsed. */
export interface Destination {
  id: string;
  /** True when the list named no id and this one is the slug of the name: it may answer with 404. */
  idGuessed: boolean;
  name: string;
  description?: string | undefined;
  type?: string | undefined;
  /** `globalBackups` or `containerSnapshots`; only newer accounts send it. */
  usage?: string | undefined;
  /** Folder in the bucket, ending in a slash. */
  prefix?: string | undefined;
  bucketName?: string | undefined;
  region?: string | undefined;
  endpoint?: string | undefined;
  createdAt?: Date | undefined;
  updatedAt?: Date | undefined;
}

/** What it takes to add a destination. Carries secrets: pass it on, never keep or log it. */
export interface NewDestination {
  name: string;
  /** Absent rather than empty: Northflank refuses an empty one. */
  description?: string | undefined;
  type: 's3';
  prefix: string;
  credentials: {
    accessKey: string;
    secretKey: string;
    bucketName: string;
    region: string;
    endpoint: string;
  };
}

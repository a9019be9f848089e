/** Ends of file names and unit names that look like a top-level domain and are none: `icon@2x.png`, `user@1000.service`. */
export const NO_TOP_LEVEL_DOMAINS: ReadonlySet<string> = new Set([
  ..."png jpg jpeg gif svg webp avif ico bmp tif tiff psd heic".split(" "),
  ..."css scss less js mjs cjs jsx tsx mts cts json jsonl map html htm".split(" "),
  ..."xml yaml yml toml ini lock txt log csv tsv pdf doc docx xls xlsx".split(" "),
  ..."woff ttf otf eot java jar war class kt php rb go cpp hpp".split(" "),
  ..."exe dll deb rpm apk dmg msi tgz gz bz xz tar rar whl gem nupkg".split(" "),
  ..."sql db sqlite bak tmp wav avi mkv webm conf cfg env pem crt key".split(" "),
  ..."service socket slice timer scope target mount automount device swap".split(" "),
]);

/** Where a file name goes on behind an address (`jane@example.com.json`), the address ends at one of these. */
export const COMMON_TOP_LEVEL_DOMAINS: ReadonlySet<string> = new Set([
  ..."com org net edu gov mil int info biz io dev app cloud example test".split(" "),
  ..."co eu de uk fr es it nl be ch at pl se no dk fi pt ie cz ro".split(" "),
  ..."us ca au nz jp cn in br mx za ru kr sg tr il ai me tv".split(" "),
]);

/** Spoken (`jane at example dot com`), only those that are no words: `look at the dot in the end`. */
export const SPOKEN_TOP_LEVEL_DOMAINS: ReadonlySet<string> = new Set(
  "com org net edu gov info biz io dev co eu de uk fr nl ch ca".split(" "),
);

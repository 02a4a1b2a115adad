package operate

import (
	"strings"

	"plugsheet/cmd/cli"
	"plugsheet/serve"
)

// feedVariable holds the key of the feed's address.
const feedVariable = cli.EnvPrefix + "FEED_KEY"

// readFeedKeys reads the keys of GET /feed.csv, the one that counts first, from the environment or a file;
// none is no error. No error holds any part of one.
func readFeedKeys(p cli.Process, file string) (keys []string, err error) {
	text, _ := p.LookupEnv(feedVariable)
	from := feedVariable
	switch text = strings.TrimSpace(text); {
	case file != "" && text != "":
		return nil, cli.UsageErrorf("a key in %s and in --feed-key-file %s", feedVariable, file).
			WithHint("unset %s", feedVariable)
	case file != "":
		lines, err := readSecretFile(file, "--feed-key-file names a file whose first line is the key")
		if err != nil {
			return nil, err
		}
		for _, line := range lines {
			keys = append(keys, string([]byte(line)))
		}
		from = file
	case text != "":
		keys = []string{text}
	}
	const hint = "make one with: openssl rand -hex 16"
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
	for _, key := range keys {
		if len(key) < serve.MinFeedKey {
			return nil, cli.UsageErrorf("%s: the key has fewer than %d characters", from, serve.MinFeedKey).
				WithHint(hint)
		}
		if strings.Trim(key, letters) != "" {
			return nil, cli.UsageErrorf("%s: the key has characters that an address cannot hold as they are",
				from).WithHint(hint)
		}
	}
	return keys, nil
}

package operate

import (
	"strings"

	"plugsheet/cmd/cli"
	"plugsheet/serve"
)

// feedVariable holds the key of the feed's address.
const feedVariable = cli.EnvPrefix + "FEED_KEY"

// readFeedKey reads the key of GET /feed.csv from the environment or a file; none is no error. No error holds
// any part of it.
func readFeedKey(p cli.Process, file string) (string, error) {
	key, _ := p.LookupEnv(feedVariable)
	key = strings.TrimSpace(key)
	from := feedVariable
	switch {
	case file != "" && key != "":
		return "", cli.UsageErrorf("a key in %s and in --feed-key-file %s", feedVariable, file).
			WithHint("unset %s", feedVariable)
	case file != "":
		lines, err := readSecretFile(file, "--feed-key-file names a file whose first line is the key")
		if err != nil {
			return "", err
		}
		if len(lines) > 1 {
			return "", cli.UsageErrorf("%s: it holds more than one key", file)
		}
		key, from = string(lines[0]), file
	case key == "":
		return "", nil
	}
	const hint = "make one with: openssl rand -hex 16"
	if len(key) < serve.MinFeedKey {
		return "", cli.UsageErrorf("%s: the key has fewer than %d characters", from, serve.MinFeedKey).
			WithHint(hint)
	}
	if strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != "" {
		return "", cli.UsageErrorf("%s: the key has characters that an address cannot hold as they are",
			from).WithHint(hint)
	}
	return key, nil
}

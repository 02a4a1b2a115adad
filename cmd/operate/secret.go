package operate

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"plugsheet/cmd/cli"
	"plugsheet/schemas/each"
	"plugsheet/serve"
)

// The variables that hold the secret and, while it is being changed, the one before. There is no flag for
// them: what a command line says can be read by everybody on the machine.
const (
	secretVariable   = cli.EnvPrefix + "SECRET"
	previousVariable = cli.EnvPrefix + "SECRET_PREVIOUS"
)

// maxSecretFile bounds a file with secrets, in bytes.
const maxSecretFile = 4 << 10

// ReadSecrets reads the secrets of the signature, the one that counts first, from the environment or from a
// file; none is no error. Blanks around a secret are taken off: the platform's tokens have none, and files
// and variables end in a newline easily. No error holds any part of a secret.
func ReadSecrets(p cli.Process, file string) ([]serve.Secret, error) {
	first, _ := p.LookupEnv(secretVariable)
	second, _ := p.LookupEnv(previousVariable)
	switch {
	case file != "" && (first != "" || second != ""):
		return nil, cli.UsageErrorf("secrets in the environment and in --secret-file %s", file).
			WithHint("unset %s and %s, or leave out --secret-file", secretVariable, previousVariable)
	case file != "":
		return readSecretFile(file, "--secret-file names a file whose first line is the connector's token")
	case first == "" && second != "":
		return nil, cli.UsageErrorf("%s is set and %s is not", previousVariable, secretVariable).
			WithHint("the current secret goes into %s", secretVariable)
	}
	var secrets []serve.Secret
	for _, variable := range []string{secretVariable, previousVariable} {
		text, _ := p.LookupEnv(variable)
		secret := strings.TrimSpace(text)
		if secret == "" && text != "" {
			return nil, cli.UsageErrorf("%s holds nothing but blanks", variable)
		}
		if strings.ContainsAny(secret, "\r\n") {
			return nil, cli.UsageErrorf("%s holds several lines", variable).
				WithHint("the secret before goes into %s; --secret-file takes both, one a line",
					previousVariable)
		}
		if !printable(secret) {
			return nil, cli.UsageErrorf("%s holds characters that cannot be seen", variable).
				WithHint("copy the token anew")
		}
		if secret != "" {
			secrets = append(secrets, serve.Secret(secret))
		}
	}
	return secrets, nil
}

// readSecretFile reads a file of one or two lines; the hint is for one that cannot be read.
func readSecretFile(name, hint string) (_ []serve.Secret, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, cli.WithHint(fmt.Errorf("reading the secret: %w", err), "%s", hint)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("reading the secret: %w", err)
	}
	if info.IsDir() {
		return nil, cli.WithHint(fmt.Errorf("reading the secret: %s is a folder", name), "%s", hint)
	}
	if err := cli.CheckMode(name, info); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxSecretFile+1))
	if err != nil {
		return nil, fmt.Errorf("reading the secret: %w", err)
	}
	var secrets []serve.Secret
	text := strings.TrimSpace(strings.TrimPrefix(string(data), byteOrderMark))
	if !printable(strings.NewReplacer("\r", "", "\n", "").Replace(text)) {
		return nil,
			cli.WithHint(fmt.Errorf("%s: it is no plain text, or holds characters that cannot be seen",
				name),
				"save it as plain text in UTF-8; PowerShell writes that with: Set-Content -Encoding utf8")
	}
	for line := range strings.Lines(text) {
		secrets = append(secrets, serve.Secret(strings.TrimSpace(line)))
	}
	if len(data) > maxSecretFile || len(secrets) == 0 || len(secrets) > 2 ||
		len(secrets[len(secrets)-1]) == 0 {
		return nil, cli.WithHint(fmt.Errorf("%s: it does not hold one or two secrets, one a line", name),
			"the current one first, the one before it second")
	}
	return secrets, nil
}

// OwnSecret gives a server that has no secret, of the bundle in dir, the one that was made for
// that bundle; it is made where there is none yet. Where it cannot be kept it is one of this
// process alone. The log says what that means.
func OwnSecret(s *serve.Server, dir string, log *slog.Logger) ([]serve.Secret, error) {
	const who = "no secret is configured: signatures are checked by one made for tries on this " +
		"machine, which iAdvize does not know"
	const hint = "iAdvize's own goes into PLUGSHEET_SECRET or --secret-file"
	file := filepath.Join(dir, filepath.FromSlash(serve.OwnSecretFile))
	secret, err := serve.OwnSecret(dir)
	switch {
	case errors.Is(err, serve.ErrOwnSecret):
		return nil, cli.WithHint(err, "rm %s   (another one is made)", file)
	case err != nil:
		secret = serve.NewOwnSecret()
		log.Warn(who+"; it cannot be kept, so it ends with this process", "error", err, "hint",
			hint+"; --examples prints signed requests")
	default:
		st, err := os.Stat(file)
		if err == nil {
			err = cli.CheckMode(file, st)
		}
		if err != nil {
			return nil, err
		}
		log.Warn(who, "file", file, "hint", hint)
	}
	secrets := []serve.Secret{secret}
	return secrets, s.SetSecrets(secrets)
}

// byteOrderMark begins files of some editors of Windows. It is no part of a secret.
const byteOrderMark = "\ufeff"

// printable tells whether a secret holds nothing that a person cannot see, such as the rest of another
// encoding: no signature would ever be right, and nobody could tell why.
func printable(secret string) bool {
	return utf8.ValidString(secret) && !strings.ContainsFunc(secret,
		func(r rune) bool { return r != ' ' && !unicode.IsGraphic(r) })
}

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
		keys = append(keys, each.Of(lines, func(line serve.Secret) string { return string([]byte(line)) })...)
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

package operate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/serve"
	"plugsheet/serve/doctor"
	"plugsheet/serve/listen"
)

type doctorOptions struct {
	bundle, secretFile  string
	private             cli.CustomerFlags
	tls                 listen.TLS
	site                string
	json, allowUnsigned bool
}

// NewDoctor is the command that looks for what is wrong with a set-up.
func NewDoctor(p cli.Process) *cobra.Command {
	o := doctorOptions{}
	c := &cobra.Command{
		Use:   "doctor [BUNDLE|URL] [flags]",
		Short: "Find out what is wrong with a set-up",
		RunE: func(c *cobra.Command, args []string) error {
			s, settingsErr := cli.LoadSettings(c, p, ".")
			var u *cli.UsageError
			if errors.As(settingsErr, &u) && s.File == "" {
				return settingsErr
			}
			if len(args) == 1 {
				o.bundle = args[0]
			}
			return runDoctor(c.Context(), p, o, settingsFindings(s.File, settingsErr))
		},
	}
	cli.AddConfigFlag(c, "in the working directory")
	cli.AddBundleFlag(c, &o.bundle, "", "bundle", "look at the bundle in `FOLDER`, as the argument does")
	f := c.Flags()
	cli.FileFlag(f, &o.secretFile, "secret-file", "the secrets of serve, in `FILE`")
	cli.FileFlag(f, &o.tls.CertFile, "tls-cert", "the certificate of serve, in `FILE`")
	cli.FileFlag(f, &o.tls.KeyFile, "tls-key", "and its private key, in `FILE`")
	f.BoolVar(&o.allowUnsigned, "allow-unsigned", false, "the server is started with this flag of serve")
	o.private.AddIdentityFlag(c, "open the encrypted customers with the age identities in `FILE`")
	f.StringVar(&o.site, "site", "", "ask a URL for one website, such as `ha-123`")
	f.BoolVar(&o.json, "json", false, "write the findings as JSON")
	c.AddCommand(newDoctorSignature(p))
	return c
}

// runDoctor adds to what was found already, and prints it all.
func runDoctor(ctx context.Context, p cli.Process, o doctorOptions, all []doctor.Finding) error {
	secrets, findings := o.secrets(p)
	if len(secrets) > 0 || len(findings) > 0 && findings[0].Level == doctor.Wrong || !IsURL(o.bundle) {
		all = append(all, findings...) // of a URL the server has the secret, and this machine need not
	}
	if IsURL(o.bundle) {
		found, err := doctor.URL(ctx, o.bundle, doctor.URLOptions{Secrets: secrets, Site: o.site})
		if err != nil {
			return cli.UsageErrorf("%s", err).
				WithHint("for example plugsheet doctor https://connector.example")
		}
		return printFindings(p, append(all, found...), o.json)
	}
	if o.tls.CertFile != "" || o.tls.KeyFile != "" {
		all = append(all, doctor.Certificate(o.tls.CertFile, o.tls.KeyFile, time.Now())...)
	}
	customers, err := o.private.Access(p)
	if err != nil {
		all = append(all, wrong("customers' key", err))
	}
	if f, is := fileFinding(o.bundle); is {
		return printFindings(p, append(f, all...), o.json)
	}
	found, err := doctor.Bundle(ctx, o.bundle, doctor.BundleOptions{Customers: customers, Built: builtAt()})
	if err != nil {
		return err
	}
	return printFindings(p, append(found, all...), o.json)
}

// fileFinding says of a file that it is no folder, and how a spreadsheet becomes one; it
// reports false for anything else.
func fileFinding(path string) ([]doctor.Finding, bool) {
	st, err := os.Stat(path)
	if err != nil || st.IsDir() {
		return nil, false
	}
	what, hint := cli.Describe(&fs.PathError{Op: "open", Path: path, Err: syscall.ENOTDIR},
		"plugsheet doctor")
	return []doctor.Finding{{Level: doctor.Wrong, Check: "bundle", What: what, Hint: hint}}, true
}

// wrong is the finding of an error.
func wrong(check string, err error) doctor.Finding {
	_, hint := cli.Describe(err, "plugsheet")
	return doctor.Finding{Level: doctor.Wrong, Check: check, What: err.Error(), Hint: hint}
}

// IsURL tells whether a text is the address of a server, and no folder.
func IsURL(text string) bool {
	return strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://")
}

// settingsFindings says how plugsheet.yaml is, where there is one.
func settingsFindings(file string, err error) []doctor.Finding {
	const check = "settings"
	switch {
	case err != nil:
		return []doctor.Finding{wrong(check, err)}
	case file != "":
		return []doctor.Finding{{Level: doctor.OK, Check: check, What: file + " is understood"}}
	}
	return nil
}

// secrets reads the secrets as serve does and says how they are.
func (o doctorOptions) secrets(p cli.Process) ([]serve.Secret, []doctor.Finding) {
	secrets, err := ReadSecrets(p, o.secretFile)
	if err != nil {
		return nil, []doctor.Finding{wrong("secret", err)}
	}
	if o.secretFile == "" {
		if len(secrets) == 0 && o.allowUnsigned {
			return nil, []doctor.Finding{{Level: doctor.Warning, Check: "secret",
				Hint: "export PLUGSHEET_SECRET=…   (and take --allow-unsigned away)",
				What: "none, and --allow-unsigned: whoever reaches the server, by a proxy or a web page " +
					"too, gets customers' data"}}
		}
		current, _ := p.LookupEnv(secretVariable)
		previous, _ := p.LookupEnv(previousVariable)
		return secrets, doctor.Secrets(current, previous)
	}
	texts := [2]string{}
	for i, s := range secrets { // a file's line ends are no fault
		texts[i] = string([]byte(s))
	}
	return secrets, doctor.Secrets(texts[0], texts[1])
}

// builtAt is when the source of this program was committed; zero where the build does not know it.
func builtAt() time.Time {
	t, _ := time.Parse(time.RFC3339, cli.BuildSetting("vcs.time"))
	return t
}

func printFindings(p cli.Process, all []doctor.Finding, asJSON bool) error {
	if asJSON {
		if err := cli.WriteJSON(p.Stdout, all); err != nil {
			return err
		}
	} else if err := writeFindings(p.Stdout, all); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	if slices.ContainsFunc(all, func(f doctor.Finding) bool { return f.Level == doctor.Wrong }) {
		return cli.ErrProblems
	}
	return nil
}

// writeFindings writes a line for each check, with its hint below it.
func writeFindings(w io.Writer, all []doctor.Finding) error {
	var b strings.Builder
	count := map[doctor.Level]int{}
	for _, f := range all {
		count[f.Level]++
		fmt.Fprintf(&b, "%-8s %s: %s\n", f.Level, f.Check, f.What)
		if f.Hint != "" {
			fmt.Fprintf(&b, "         hint: %s\n", f.Hint)
		}
	}
	fmt.Fprintf(&b, "%d wrong, %s\n", count[doctor.Wrong], cli.Plural(count[doctor.Warning], "warning"))
	_, err := io.WriteString(w, b.String())
	return err
}

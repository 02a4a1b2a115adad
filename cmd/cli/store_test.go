package cli

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"

	"plugsheet/serve/store/jetstream"
)

// start starts one server of a store.
func start(t *testing.T, o server.Options) string {
	t.Helper()
	o.Host, o.Port, o.NoSigs, o.NoLog, o.StoreDir = "127.0.0.1", -1, true, true, t.TempDir()
	s, err := server.NewServer(&o)
	if err != nil {
		t.Fatal(err)
	}
	go s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(20 * time.Second) {
		t.Fatal("no server")
	}
	return s.Addr().String()
}

func open(s StoreFlags, late bool) (*jetstream.Store, error) {
	return s.Open(slog.New(slog.DiscardHandler), late)
}

// letsIn fails unless the store is there.
func letsIn(t *testing.T, s StoreFlags) {
	t.Helper()
	store, err := open(s, false)
	if err != nil {
		t.Fatal(err)
	}
	store.Close()
}

// authority signs certificates.
type authority struct {
	dir, ca string
	cert    *x509.Certificate
	key     *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	a := &authority{dir: t.TempDir()}
	a.ca, _ = a.sign(t, "ca")
	return a
}

// sign makes a certificate and its key; the first one is the authority's own.
func (a *authority) sign(t *testing.T, name string) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: a.cert == nil, BasicConstraintsValid: true,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	if a.cert == nil {
		a.cert, a.key = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, &key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	if a.cert, err = x509.ParseCertificate(der); name != "ca" {
		a.cert, err = x509.ParseCertificate(readPEM(t, a.ca))
	}
	secret, errKey := x509.MarshalPKCS8PrivateKey(key)
	if err := errors.Join(err, errKey); err != nil {
		t.Fatal(err)
	}
	certFile, keyFile = filepath.Join(a.dir, name+".pem"), filepath.Join(a.dir, name+"-key.pem")
	for file, block := range map[string]*pem.Block{
		certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "PRIVATE KEY", Bytes: secret},
	} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certFile, keyFile
}

func readPEM(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(data)
	return block.Bytes
}

// TestTLS: the store is spoken to over TLS where its certificate is of an authority that is trusted, and
// where it asks for one of this program only with one.
func TestTLS(t *testing.T) {
	a, stranger := newAuthority(t), newAuthority(t)
	cert, key := a.sign(t, "server")
	own, ownKey := a.sign(t, "client")
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	known := x509.NewCertPool()
	known.AddCert(a.cert)
	url := "tls://" + start(t, server.Options{JetStream: true, TLS: true, TLSTimeout: 20, TLSVerify: true,
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{pair}, ClientCAs: known,
			ClientAuth: tls.RequireAndVerifyClientCert}})
	letsIn(t, StoreFlags{URL: url, ca: a.ca, cert: own, key: ownKey})
	for name, o := range map[string]StoreFlags{
		"of an unknown authority": {URL: url, ca: stranger.ca, cert: own, key: ownKey},
		"of no authority":         {URL: url, cert: own, key: ownKey},
		"without its own":         {URL: url, ca: a.ca},
	} {
		if s, err := open(o, false); !errors.Is(err, jetstream.ErrUntrusted) {
			t.Errorf("%s: %v, want %v", name, err, jetstream.ErrUntrusted)
			if err == nil {
				s.Close()
			}
		}
	}
}

// TestCreds: a file of credentials lets in whom the account knows, and nobody else.
func TestCreds(t *testing.T) {
	operator, account := newKeys(t, nkeys.CreateOperator), newKeys(t, nkeys.CreateAccount)
	claims := jwt.NewAccountClaims(publicKey(t, account))
	claims.Limits.JetStreamLimits = jwt.JetStreamLimits{MemoryStorage: -1, DiskStorage: -1, Streams: -1,
		Consumer: -1, MaxBytesRequired: false}
	resolver := &server.MemAccResolver{}
	system := newKeys(t, nkeys.CreateAccount)
	for _, one := range []*jwt.AccountClaims{claims, jwt.NewAccountClaims(publicKey(t, system))} {
		text, err := one.Encode(operator)
		if err == nil {
			err = resolver.Store(one.Subject, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	url := "nats://" + start(t, server.Options{JetStream: true, AccountResolver: resolver,
		TrustedKeys: []string{publicKey(t, operator)}, SystemAccount: publicKey(t, system)})
	creds := func(by nkeys.KeyPair) string {
		user := newKeys(t, nkeys.CreateUser)
		text, err := jwt.NewUserClaims(publicKey(t, user)).Encode(by)
		if err != nil {
			t.Fatal(err)
		}
		seed, err := user.Seed()
		if err != nil {
			t.Fatal(err)
		}
		data, err := jwt.FormatUserConfig(text, seed)
		file := filepath.Join(t.TempDir(), "user.creds")
		if err := errors.Join(err, os.WriteFile(file, data, 0o600)); err != nil {
			t.Fatal(err)
		}
		return file
	}
	letsIn(t, StoreFlags{URL: url, creds: creds(account)})
	for name, file := range map[string]string{
		"of a stranger": creds(newKeys(t, nkeys.CreateAccount)), "none": "",
	} {
		if s, err := open(StoreFlags{URL: url, creds: file}, true); !errors.Is(err, jetstream.ErrRefused) {
			t.Errorf("%s: %v, want %v", name, err, jetstream.ErrRefused)
			if err == nil {
				s.Close()
			}
		}
	}
}

func newKeys(t *testing.T, create func() (nkeys.KeyPair, error)) nkeys.KeyPair {
	t.Helper()
	pair, err := create()
	if err != nil {
		t.Fatal(err)
	}
	return pair
}

func publicKey(t *testing.T, pair nkeys.KeyPair) string {
	t.Helper()
	key, err := pair.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// TestRefusals: what is wrong with a store is told apart, and no error holds a password.
func TestRefusals(t *testing.T) {
	locked := start(t, server.Options{JetStream: true, Username: "shop", Password: "right"})
	plain := start(t, server.Options{})
	junk := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(junk, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		flags StoreFlags
		late  bool
		want  error
	}{
		"password":     {StoreFlags{URL: "nats://shop:wrongpass@" + locked}, false, jetstream.ErrRefused},
		"no password":  {StoreFlags{URL: "nats://" + locked}, true, jetstream.ErrRefused},
		"no jetstream": {StoreFlags{URL: "nats://" + plain}, true, jetstream.ErrPlain},
		"no tls":       {StoreFlags{URL: "tls://" + plain}, false, jetstream.ErrUntrusted},
		"nobody":       {StoreFlags{URL: "nats://127.0.0.1:1"}, false, jetstream.ErrAway},
		"no creds":     {StoreFlags{URL: "nats://" + locked, creds: junk + ".gone"}, false, os.ErrNotExist},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := open(c.flags, c.late)
			if err == nil {
				s.Close()
			}
			if !errors.Is(err, c.want) || strings.Contains(err.Error(), "wrongpass") {
				t.Errorf("%v, want %v", err, c.want)
			}
		})
	}
	letsIn(t, StoreFlags{URL: "nats://shop:right@" + locked})
}

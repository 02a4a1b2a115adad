package jetstream

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"

	"plugsheet/serve/bot"
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
	openStore(t, Options{URL: url, CA: a.ca, Cert: own, Key: ownKey})
	for name, o := range map[string]Options{
		"of an unknown authority": {URL: url, CA: stranger.ca, Cert: own, Key: ownKey},
		"of no authority":         {URL: url, Cert: own, Key: ownKey},
		"without its own":         {URL: url, CA: a.ca},
	} {
		if s, err := Open(o); !errors.Is(err, ErrTLS) {
			t.Errorf("%s: %v, want %v", name, err, ErrTLS)
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
	openStore(t, Options{URL: url, Creds: creds(account)})
	for name, file := range map[string]string{
		"of a stranger": creds(newKeys(t, nkeys.CreateAccount)), "none": "",
	} {
		if s, err := Open(Options{URL: url, Creds: file, Late: true}); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v, want %v", name, err, ErrRefused)
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

// TestConversationsExpire: what is remembered of a conversation goes by itself, of the store too; bots stay.
func TestConversationsExpire(t *testing.T) {
	_, url := startServers(t, 1)
	s := openStore(t, Options{URL: url})
	short, bots := s.Conversations(time.Second), s.Operators()
	once := func([]byte) ([]byte, error) { return []byte(`"kept"`), nil }
	err := errors.Join(short.Update(t.Context(), "c", once), bots.Update(t.Context(), "o", once))
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "the conversation is gone", func() bool {
		value, err := short.Get(t.Context(), "c")
		return err == nil && value == nil
	})
	if value, err := bots.Get(t.Context(), "o"); err != nil || value == nil {
		t.Errorf("the bot is gone too: %v", err)
	}
	other := s.values("other", bot.KeepTime, "")
	if _, err := other.get(t.Context()); err != nil {
		t.Fatal(err)
	}
	st, err := s.js.Stream(t.Context(), "KV_plugsheet-other")
	if err != nil || st.CachedInfo().Config.MaxAge != bot.KeepTime {
		t.Errorf("%v: kept for %s, want %s", err, st.CachedInfo().Config.MaxAge, bot.KeepTime)
	}
}

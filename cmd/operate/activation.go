package operate

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"syscall"

	"github.com/coreos/go-systemd/v22/activation"
	"github.com/coreos/go-systemd/v22/daemon"

	"plugsheet/cmd/cli"
)

// handedOver is the socket that a service manager listens on for this process (LISTEN_FDS, see
// sd_listen_fds(3)); nil where there is none. Such a socket keeps the connections that come while the server
// is being restarted, and lets it answer on port 443 without any right of its own.
func handedOver() (net.Listener, error) {
	all, err := activation.Listeners()
	if err != nil {
		return nil, fmt.Errorf("taking the socket over: %w", err)
	}
	switch {
	case len(all) == 0:
		return nil, nil
	case len(all) > 1:
		return nil, cli.UsageErrorf("%d sockets were handed over (LISTEN_FDS); one is expected", len(all)).
			WithHint("the .socket unit has one ListenStream=")
	case all[0] == nil:
		return nil, cli.UsageErrorf("what was handed over (LISTEN_FDS) is no stream socket that listens").
			WithHint("the .socket unit has a ListenStream= and no Accept=yes")
	}
	return all[0], nil
}

// listen takes the socket that was handed over, or opens the one of --addr.
func (o serveOptions) listen(inherited net.Listener) (net.Listener, error) {
	if inherited != nil {
		return inherited, nil
	}
	l, err := net.Listen("tcp", o.addr)
	if err != nil {
		err = fmt.Errorf("listening on %s: %w", o.addr, WithoutAddress(err))
		if errors.Is(err, syscall.EACCES) {
			err = cli.WithHint(err,
				"ports below 1024 take a right: let systemd listen (plugsheet sample writes "+
					"deploy/plugsheet.socket), or sudo setcap cap_net_bind_service=+ep the program")
		}
		return nil, err
	}
	return l, nil
}

// tell tells the service manager, where there is one (NOTIFY_SOCKET, see sd_notify(3)),
// how it goes with this process.
func tell(log *slog.Logger, state string) {
	if _, err := daemon.SdNotify(false, state); err != nil {
		log.Warn("the service manager could not be told", "state", state, "error", err)
	}
}

// The states that a service manager is told.
const (
	ready    = daemon.SdNotifyReady
	stopping = daemon.SdNotifyStopping
)

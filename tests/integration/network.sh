#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# accueil-sync on the networks that town halls have: TLS by an authority of their own, an HTTP proxy with a password, IPv6
# alone. Real nginx, real tinyproxy, and a network without IPv4 where one can be made. ACCUEIL_BIN: the folder of the programs.
set -u
export LC_ALL=C
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY
root=$(cd "$(dirname "$0")/../.." && pwd)
bin=${ACCUEIL_BIN:?}
work=${ACCUEIL_NETWORK_WORK:-$(mktemp -d /tmp/accueil-network-XXXXXX)}
proxy=''
cleanup() {
    [ -z "$proxy" ] || kill "$proxy" 2>/dev/null
    stop_serving
    [ -n "${ACCUEIL_NETWORK_WORK:-}" ] || rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 143' TERM INT HUP
fail() {
    printf 'FAILED: %s\n' "$*" >&2
    tail -n 15 "$work"/*.log >&2 2>/dev/null
    exit 1
}
pass() { printf 'ok: %s\n' "$*"; }
# shellcheck source=tests/support/nginx.sh
. "$root/tests/support/nginx.sh"
needs_nginx

# serve_on LISTEN [TLS]: nginx on "127.0.0.1" or "[::1]", with the certificate where TLS is given.
serve_on() {
    local address=$1 state=$work/nginx tls='' reached
    reached=${address//[\[\]]/}
    mkdir -p "$state"
    for _ in $(seq 20); do
        NGINX_PORT=$((20000 + RANDOM % 20000))
        [ -z "${2:-}" ] || tls="ssl_certificate $work/server.pem; ssl_certificate_key $work/server.key;"
        cat >"$state/nginx.conf" <<CONF
daemon off; master_process off; pid $state/pid; error_log $state/error.log;
events {}
http {
  log_format path '\$uri'; access_log $state/access.log path; default_type application/octet-stream;
  client_body_temp_path $state/b; proxy_temp_path $state/p; fastcgi_temp_path $state/f;
  uwsgi_temp_path $state/u; scgi_temp_path $state/s;
  server {
    listen $address:$NGINX_PORT ${2:+ssl http2}; $tls root $work/feed/public;
    location /dav/ { alias $work/dav/; dav_methods PUT; create_full_put_path on; }
  }
}
CONF
        rm -f "$state/pid" # written once the port is its own
        setpriv --pdeathsig TERM -- "$NGINX" -c "$state/nginx.conf" -p "$state" 2>>"$work/nginx.log" &
        NGINX_PID=$!
        for _ in $(seq 300); do
            kill -0 "$NGINX_PID" 2>/dev/null || continue 2
            if [ -s "$state/pid" ] && (exec 3<>"/dev/tcp/$reached/$NGINX_PORT") 2>/dev/null; then
                : >"$state/access.log"
                return 0
            fi
            sleep 0.01
        done
        stop_serving
    done
    fail "nginx does not answer on $address"
}
# once FEED NETWORK…: a first synchronisation with these keys of "network", and a report to the same server.
once() {
    local feed=$1
    shift
    rm -rf "$work/cache"
    cat >"$work/sync.json" <<JSON
{ "feed_url": "$feed", "root_file": "$work/feed/root.json", "cache_folder": "$work/cache", "kiosk": {"id": "hall"},
  "local_folder": "$work/local", "limits": {"spare_megabytes": 0}, "report": {"url": "$feed/dav"},
  "network": {"connect_seconds": 5 $*} }
JSON
    "$bin/accueil-sync" --once --config "$work/sync.json" >"$work/sync.log" 2>&1
}
comes() {
    once "$@" || fail "$what: $(cat "$work/sync.log")"
    grep -q 'Nouveau contenu : révision 1' "$work/sync.log" || fail "$what: no content"
    "$bin/cache_probe" "$work/cache" >/dev/null || fail "$what: the content is not whole"
    [ -s "$work/dav/status/hall.json" ] || fail "$what: no status went up"
    rm -rf "$work/dav"
    mkdir "$work/dav"
}
# fails_with WORDS FEED NETWORK…
fails_with() {
    local words=$1
    shift
    once "$@" && fail "$what: taken"
    grep -qi -- "$words" "$work/sync.log" || fail "$what: \"$words\" is not said: $(cat "$work/sync.log")"
    [ ! -e "$work/dav/status" ] || fail "$what: a status went up"
}

# ── Inside a network without IPv4 ──
if [ -n "${ACCUEIL_NETWORK_WORK:-}" ]; then
    ip link set lo up && ip addr del 127.0.0.1/8 dev lo || exit 78
    ip -6 addr add 2001:db8::5/128 dev lo nodad || exit 78
    [ -z "$(ip -4 addr)" ] || exit 78
    printf '127.0.0.1 flux.test\n2001:db8::5 flux.test\n' >"$work/hosts"
    mount --bind "$work/hosts" /etc/hosts || exit 78
    (exec 3<>/dev/tcp/127.0.0.1/1) 2>"$work/ipv4.log"
    grep -qi 'unreachable' "$work/ipv4.log" || exit 78
    what='a name that has both addresses, on IPv6 alone'
    serve_on '[2001:db8::5]'
    comes "http://flux.test:$NGINX_PORT"
    what='an address, on IPv6 alone'
    comes "http://[2001:db8::5]:$NGINX_PORT"
    exit 0
fi

cp -r "$root/tests/fixtures/content" "$work/content"
"$bin/accueil-feed" init "$work/feed" >"$work/init.log" 2>&1 || fail init
"$bin/accueil-feed" publish "$work/content" --to "$work/feed" --quiet >"$work/publish.log" 2>&1 || fail publish
mkdir "$work/dav"

# ── IPv6 ──
what='a feed on ::1 alone'
if (serve_on '[::1]' && stop_serving) >/dev/null 2>&1; then
    serve_on '[::1]'
    (exec 3<>"/dev/tcp/127.0.0.1/$NGINX_PORT") 2>/dev/null && fail 'the feed answers by IPv4, too'
    comes "http://[::1]:$NGINX_PORT"
    stop_serving
    pass 'a feed and a report that have an IPv6 address alone'
else
    echo 'SKIP: a feed on ::1 (no IPv6 on this loopback)'
fi
if unshare --net --mount true 2>/dev/null; then
    ACCUEIL_NETWORK_WORK=$work unshare --net --mount -- "$0" >"$work/inside.log" 2>&1
    case $? in
        0) pass 'a network that has IPv6 alone: by name, with an IPv4 address that leads nowhere, and by address' ;;
        78) echo 'SKIP: a network that has IPv6 alone (it cannot be set up here)' ;;
        *) fail "in a network that has IPv6 alone: $(cat "$work/inside.log")" ;;
    esac
else
    echo 'SKIP: a network that has IPv6 alone (no right to make one)'
fi

# ── TLS ──
# authority NAME
authority() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$work/$1.key" -out "$work/$1.pem" \
        -subj "/CN=$1" -days 2 -addext basicConstraints=critical,CA:TRUE 2>>"$work/openssl.log" || fail openssl
}
# certificate SUBJECT_ALTERNATIVE_NAME DAYS
certificate() {
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$work/server.key" -out "$work/server.csr" \
        -subj /CN=feed 2>>"$work/openssl.log" || fail openssl
    openssl x509 -req -in "$work/server.csr" -CA "$work/mairie.pem" -CAkey "$work/mairie.key" -CAcreateserial \
        -out "$work/server.pem" -days "$2" -extfile <(echo "subjectAltName=$1") 2>>"$work/openssl.log" || fail openssl
}
authority mairie
authority other
certificate IP:127.0.0.1 2
serve_on 127.0.0.1 tls
what='an authority that is pinned'
comes "https://127.0.0.1:$NGINX_PORT" ", \"ca_file\": \"$work/mairie.pem\""
what='an authority that nobody trusts'
fails_with 'certificate' "https://127.0.0.1:$NGINX_PORT"
what='the certificate of another authority'
fails_with 'certificate' "https://127.0.0.1:$NGINX_PORT" ", \"ca_file\": \"$work/other.pem\""
stop_serving
certificate DNS:ailleurs.test 2
serve_on 127.0.0.1 tls
what="another server's certificate"
fails_with 'does not match\|subject' "https://127.0.0.1:$NGINX_PORT" ", \"ca_file\": \"$work/mairie.pem\""
stop_serving
certificate IP:127.0.0.1 0
serve_on 127.0.0.1 tls
what='a certificate past its date'
sleep 1
fails_with 'expired' "https://127.0.0.1:$NGINX_PORT" ", \"ca_file\": \"$work/mairie.pem\""
stop_serving
pass 'TLS: an authority that is pinned is believed, for its own server and its own time; no other'

# ── A proxy ──
tinyproxy=$(command -v tinyproxy || echo /usr/bin/tinyproxy)
if [ ! -x "$tinyproxy" ]; then
    echo 'SKIP: a proxy (no tinyproxy)'
    echo PASS
    exit 0
fi
start_proxy() {
    for _ in $(seq 20); do
        proxy_port=$((20000 + RANDOM % 20000))
        cat >"$work/tinyproxy.conf" <<CONF
Port $proxy_port
Listen 127.0.0.1
Timeout 20
LogFile "$work/proxy.log"
LogLevel Connect
MaxClients 20
Allow 127.0.0.1
BasicAuth borne secret-du-proxy
CONF
        : >"$work/proxy.log"
        setpriv --pdeathsig TERM -- "$tinyproxy" -d -c "$work/tinyproxy.conf" >"$work/tinyproxy.log" 2>&1 &
        proxy=$!
        for _ in $(seq 500); do
            kill -0 "$proxy" 2>/dev/null || continue 2
            if (exec 3<>"/dev/tcp/127.0.0.1/$proxy_port") 2>/dev/null; then return 0; fi
            sleep 0.01
        done
    done
    fail 'tinyproxy does not answer'
}
certificate IP:127.0.0.1 2
start_proxy
through="http://borne:secret-du-proxy@127.0.0.1:$proxy_port"
serve_on 127.0.0.1
what='http through a proxy'
comes "http://127.0.0.1:$NGINX_PORT" ", \"proxy\": \"$through\""
grep -q 'GET .*timestamp.json' "$work/proxy.log" || fail 'the proxy was not asked'
grep -q 'PUT .*status/hall.json' "$work/proxy.log" || fail 'the report went round the proxy'
what='no_proxy'
: >"$work/proxy.log"
comes "http://127.0.0.1:$NGINX_PORT" ", \"proxy\": \"$through\", \"no_proxy\": \"127.0.0.1\""
grep -q 'GET' "$work/proxy.log" && fail 'the proxy was asked in spite of no_proxy'
what='a wrong password at the proxy'
fails_with '407\|refus' "http://127.0.0.1:$NGINX_PORT" ", \"proxy\": \"http://borne:faux-secret@127.0.0.1:$proxy_port\""
grep -rqF faux-secret "$work/sync.log" "$work/cache" && fail "the proxy's password is in the log or the status"
stop_serving
serve_on 127.0.0.1 tls
what='https through a proxy'
: >"$work/proxy.log"
comes "https://127.0.0.1:$NGINX_PORT" ", \"proxy\": \"$through\", \"ca_file\": \"$work/mairie.pem\""
grep -q 'CONNECT 127.0.0.1' "$work/proxy.log" || fail 'the proxy was not asked to connect'
what='https through a proxy, by an authority that nobody trusts'
fails_with 'certificate' "https://127.0.0.1:$NGINX_PORT" ", \"proxy\": \"$through\""
kill "$proxy"
wait "$proxy" 2>/dev/null
proxy=''
what='a proxy that is down'
fails_with 'ne répond pas' "https://127.0.0.1:$NGINX_PORT" ", \"proxy\": \"$through\", \"ca_file\": \"$work/mairie.pem\""
grep -rqF secret-du-proxy "$work/sync.log" "$work/cache" && fail "the proxy's password is in the log or the status"
pass 'a proxy with a password: http, https inside it, exceptions; refused, untrusted and down are said without the password'
echo PASS

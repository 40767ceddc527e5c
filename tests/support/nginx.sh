# SPDX-License-Identifier: GPL-3.0-or-later
# A real nginx on a free port of the loopback, for bash tests. Source it, then:
#
#   serve FOLDER STATE [RATE]   serves FOLDER, its own files in STATE; /m/ no faster than RATE bytes a second.
#                               Sets NGINX_PORT, and NGINX_LOG to the file of the paths that were asked for.
#   stop_serving
#
# Wants a `fail WORDS…` of the test's own. A test that cannot have nginx skips: needs_nginx.
NGINX_PID='' NGINX_PORT='' NGINX_LOG=''
NGINX=$(command -v nginx || echo /usr/sbin/nginx)

needs_nginx() {
    [ -x "$NGINX" ] || { echo 'SKIP: no nginx'; exit 77; }
}

stop_serving() {
    [ -n "$NGINX_PID" ] || return 0
    kill "$NGINX_PID" 2>/dev/null || true
    wait "$NGINX_PID" 2>/dev/null || true
    NGINX_PID=''
}

# A port that was served before is taken again, as a kiosk expects.
serve() {
    local folder=$1 state=$2 rate=${3:-0} attempt port
    mkdir -p "$state"
    NGINX_LOG=$state/access.log
    for attempt in $(seq 20); do
        port=$((20000 + RANDOM % 20000))
        [ "$attempt" != 1 ] || [ -z "$NGINX_PORT" ] || port=$NGINX_PORT
        cat >"$state/nginx.conf" <<CONF
daemon off; master_process off; pid $state/pid; error_log $state/error.log;
events {}
http {
  log_format path '\$uri'; access_log $state/access.log path;
  client_body_temp_path $state/b; proxy_temp_path $state/p; fastcgi_temp_path $state/f;
  uwsgi_temp_path $state/u; scgi_temp_path $state/s; default_type application/octet-stream;
  server { listen 127.0.0.1:$port; root $folder; location ~ /m/ { limit_rate $rate; } }
}
CONF
        rm -f "$state/pid" # written once the port is its own: what answers there could be another test's server
        setpriv --pdeathsig TERM -- "$NGINX" -c "$state/nginx.conf" -p "$state" 2>>"$state/nginx.log" &
        NGINX_PID=$!
        for _ in $(seq 500); do
            kill -0 "$NGINX_PID" 2>/dev/null || continue 2
            if [ -s "$state/pid" ] && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
                NGINX_PORT=$port
                return 0
            fi
            sleep 0.01
        done
        stop_serving
    done
    fail 'nginx does not answer'
}

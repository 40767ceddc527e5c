# SPDX-License-Identifier: GPL-3.0-or-later
# Real WebDAV servers on a free port of the loopback, for bash tests. Source it, then:
#
#   serve_apache STATE      Apache's mod_dav below http://127.0.0.1:$DAV_PORT/dav/, files in STATE/files; asks for the
#                           user "borne" with the password "mot de passe". It makes no folders by itself, and knows
#                           If-None-Match. Log: STATE/access.log, "METHOD PATH STATUS".
#   serve_nginx_dav STATE   nginx's, the same, without a password; makes folders, and knows no If-None-Match.
#   stop_dav
#
# Wants a `fail WORDS…` of the test's own. needs_apache skips a test that cannot have Apache.
DAV_PORT='' DAV_PID=''
APACHE=$(command -v apache2 || echo /usr/sbin/apache2)
APACHE_MODULES=/usr/lib/apache2/modules

needs_apache() {
    [ -x "$APACHE" ] && [ -e "$APACHE_MODULES/mod_dav_fs.so" ] || { echo 'SKIP: no apache2 with mod_dav'; exit 77; }
}

stop_dav() {
    [ -n "$DAV_PID" ] || return 0
    kill "$DAV_PID" 2>/dev/null || true
    wait "$DAV_PID" 2>/dev/null || true
    DAV_PID=''
}

# wait_for_dav PID PORT PID_FILE: true when it answers there. The file is written once the port is its own.
wait_for_dav() {
    for _ in $(seq 500); do
        kill -0 "$1" 2>/dev/null || return 1
        if [ -s "$3" ] && (exec 3<>"/dev/tcp/127.0.0.1/$2") 2>/dev/null; then return 0; fi
        sleep 0.01
    done
    return 1
}

serve_apache() {
    local state=$1 module user
    mkdir -p "$state/files"
    printf 'borne:%s\n' "$(openssl passwd -apr1 'mot de passe')" >"$state/passwords"
    user=$(id -un)
    if [ "$(id -u)" = 0 ]; then
        user=www-data
        chown -R www-data "$state"
    fi
    for _ in $(seq 20); do
        DAV_PORT=$((20000 + RANDOM % 20000))
        {
            for module in alias mpm_event authn_core authn_file authz_core authz_user auth_basic dav dav_fs; do
                echo "LoadModule ${module}_module $APACHE_MODULES/mod_$module.so"
            done
            cat <<CONF
ServerRoot $state
ServerName 127.0.0.1
Listen 127.0.0.1:$DAV_PORT
User $user
PidFile $state/pid
Mutex file:$state
ErrorLog $state/error.log
LogFormat "%m %U %>s" short
CustomLog $state/access.log short
StartServers 1
DocumentRoot $state/files
DavLockDB $state/locks
AliasMatch ^/dav(/.*)?$ $state/files\$1
<Directory $state/files>
  Dav On
  AuthType Basic
  AuthName dav
  AuthUserFile $state/passwords
  Require valid-user
</Directory>
CONF
        } >"$state/apache.conf"
        rm -f "$state/pid"
        setpriv --pdeathsig TERM -- "$APACHE" -X -f "$state/apache.conf" 2>>"$state/apache.log" &
        DAV_PID=$!
        if wait_for_dav "$DAV_PID" "$DAV_PORT" "$state/pid"; then return 0; fi
        stop_dav
    done
    fail "apache does not answer: $(cat "$state/apache.log" "$state/error.log")"
}

serve_nginx_dav() {
    local state=$1
    mkdir -p "$state/files"
    for _ in $(seq 20); do
        DAV_PORT=$((20000 + RANDOM % 20000))
        cat >"$state/nginx.conf" <<CONF
daemon off; master_process off; pid $state/pid; error_log $state/error.log;
events {}
http {
  log_format short '\$request_method \$uri \$status'; access_log $state/access.log short;
  client_body_temp_path $state/b; proxy_temp_path $state/p; fastcgi_temp_path $state/f;
  uwsgi_temp_path $state/u; scgi_temp_path $state/s;
  server {
    listen 127.0.0.1:$DAV_PORT;
    location /dav/ { alias $state/files/; dav_methods PUT MKCOL; create_full_put_path on; }
  }
}
CONF
        rm -f "$state/pid"
        setpriv --pdeathsig TERM -- "$NGINX" -c "$state/nginx.conf" -p "$state" 2>>"$state/nginx.log" &
        DAV_PID=$!
        if wait_for_dav "$DAV_PID" "$DAV_PORT" "$state/pid"; then return 0; fi
        stop_dav
    done
    fail "nginx does not answer: $(cat "$state/nginx.log")"
}

# One document: what its steps mean, then the steps themselves. Works in an empty folder, where ./belfry is.
set -Eeuo pipefail

# Below the ports that the system gives to connections, so that none of those has it in between.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

server_port=$(free_port)
receiver_port=$(free_port)
dev_key=bfy_dev_secret_for_local_use_only_0000
export BELFRY_PORT=$server_port BELFRY_DATA=$PWD/data
export BELFRY_URL=http://127.0.0.1:$server_port
KEY="Authorization: Bearer $dev_key"
: >seen >started
declare -A running=()

finish() {
  local pid
  for pid in "${running[@]}"; do
    kill "$pid" 2>/dev/null || true
  done
  wait
}
trap finish EXIT

forgotten() {
  echo "$1: a command that is not run; say \`\`\`sh, or \`\`\`sh not-run"
  exit 1
}

# The last id seen of this prefix.
last() { grep -ohE "$1[0-9A-Z]{26}" seen | tail -n 1 || true; }

# The text with the reader's own things in it.
prepared() {
  local admin_key
  admin_key=$(cat data/admin.key 2>/dev/null || true)
  sed -e "s#127\.0\.0\.1:8080#127.0.0.1:$server_port#g" -e "s#127\.0\.0\.1:9000#127.0.0.1:$receiver_port#g" \
    -e "s#\./belfry listen#& --port $receiver_port#g" \
    -e "s#<admin key>#$admin_key#g" -e "s#bfy_\(…\|\.\.\.\)#$dev_key#g" \
    -e "s#wh_\(…\|\.\.\.\)#$(last wh_)#g" -e "s#evt_\(…\|\.\.\.\)#$(last evt_)#g" \
    -e "s#dlv_\(…\|\.\.\.\)#$(last dlv_)#g" -e "s#rpl_\(…\|\.\.\.\)#$(last rpl_)#g"
}

# A request that is refused is a failure.
curl() { command curl --fail-with-body --max-time 60 "$@"; }

where=the-start
trap 'echo "$where: a command failed"; cat said 2>/dev/null; tail -n 5 started' ERR

block() {
  local text
  text=$(prepared)
  where=$1
  echo "--- $where"
  : >said
  # Not in a pipe, nor with "||": what it sets shall stay, and a failure in its midst shall end it.
  eval "$text" >said
  tee -a seen <said
  echo
}

# The last request of it is refused, as the text around it says.
refused() {
  local text
  text=$(prepared)
  where=$1
  echo "--- $where"
  curl() { command curl --max-time 60 "$@"; }
  eval "$text" >said
  curl() { command curl --fail-with-body --max-time 60 "$@"; }
  tee -a seen <said
  tail -n 1 said | grep -q '"status":4'
  echo
}

# What the last block answered reads like this.
answered() {
  local wanted
  where=$1
  wanted=$(prepared | sed -e 's/^ *//' | tr -d '\n' | sed -E -e 's/[][\.*^$+?(){}|]/\\&/g' \
    -e 's/(wh|evt|dlv|rpl)_([0-9A-Z]{26}|\\.\\.\\.|…)/\1_[0-9A-Z]{26}/g' \
    -e 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+\\.[0-9]+Z/[-0-9T:.]+Z/g' \
    -e 's/"durationMs":[0-9]+/"durationMs":[0-9]+/g' -e 's/\\.\\.\\.|…/.*/g')
  tr -d '\n' <said | grep -qE -e "$wanted" || { echo "$where: answered otherwise than"; echo "$wanted"; false; }
}

background() {
  local line
  where=$1
  while read -r line; do
    start "$line"
  done < <(prepared)
}

# Starts a command and waits until its port answers.
start() {
  local port=$receiver_port i
  case $1 in
    *"belfry serve"*) port=$server_port ;;
    listen) set -- "./belfry listen --port $receiver_port" ;;
  esac
  (eval "exec $1") >>started 2>&1 &
  running["$1"]=$!
  for ((i = 0; i < 3000; i++)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return
    kill -0 "${running["$1"]}" 2>/dev/null || break
    sleep 0.1
  done
  echo "did not start: $1"
  cat started
  exit 1
}

# Ends what was started with this word in its command.
end() {
  local command
  for command in "${!running[@]}"; do
    if [[ $command == *" $1"* ]]; then
      kill "${running["$command"]}" 2>/dev/null || true
      wait "${running["$command"]}" 2>/dev/null || true
      unset "running[$command]"
    fi
  done
}

# Until a command succeeds.
eventually() {
  local end=$((SECONDS + 60))
  while ((SECONDS < end)); do
    if "$@" >found 2>&1; then
      cat found
      return
    fi
    sleep 0.1
  done
  "$@"
}

# Documents that do not start a server themselves find one, with a webhook that was owed an event.
prepare() {
  start "./belfry serve --dev"
  start listen
  curl -sS "$BELFRY_URL/v1/webhooks" -H "$KEY" -H 'Content-Type: application/json' \
    -d "{\"url\":\"http://127.0.0.1:$receiver_port/in\",\"types\":[\"order.*\"]}" >>seen
  ./belfry send order.created >>seen
  curl -sS "$BELFRY_URL/v1/deliveries" -H "$KEY" >>seen
  curl -sS "$BELFRY_URL/v1/tenants" -H "Authorization: Bearer $(cat data/admin.key)" -H 'Content-Type: application/json' \
    -d '{"id":"acme"}' >/dev/null
}

grep -q '^background' "$1" || prepare
source "$1"

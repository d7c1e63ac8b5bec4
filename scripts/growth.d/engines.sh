# The four engines of scripts/growth and what is in them; sourced by it after serving.sh and programs.sh.
#
# Usage: start_engines
work="$root/target/growth"
campaigns=1000 past_orders=1000000 few_teams=10 many_teams=10000 shoppers=4000
pids=() engine_pid=""
declare -A pid=() public=() paths=()

start_engines() {
  rm -rf "$work"
  mkdir -p "$work"
  compile_programs
  engine one
  open_teams one "$few_teams"
  engine campaigns
  echo "making $campaigns sales ..." >&2
  more_sales "$((campaigns - 1))"
  engine orders
  echo "writing $past_orders past orders ..." >&2
  sed "s/:orders/$past_orders/g" "$root/scripts/growth.d/past_orders.sql" |
    "$java" -cp "$jar" "$root/scripts/growth.d/RunSql.java" "$work/orders/data/ports.json" ||
    fail "the past orders could not be written"
  engine teams
  echo "opening $many_teams teams ..." >&2
  open_teams teams "$many_teams"
  public[spread]="${public[campaigns]}" paths[spread]="@$work/paths"
}

# Starts one with a sale and tokens: NAME
engine() {
  start_engine "$work/$1" -Xmx512m
  pids+=("$engine_pid")
  pid[$1]="$engine_pid" public[$1]="$public_url"
  operator="$(token operator,reviewer growth 1h)"
  "$java" -jar "$jar" token --role shopper --count "$shoppers" >"$work/tokens-$1"
  paths[$1]="/v1/campaigns/$(flash_sale "$operator" "$operator" Sale 10000000 990 1000 1000 "$(($(date +%s) - 1))")/actions/purchase"
}

# Opens teams in a group-buy on the engine started last: NAME N
open_teams() {
  local id
  id="$(approved "$operator" "$operator" "$(teams_body 10 3)")"
  run_java Once "count=$2" "tokens=$work/tokens-$1" salt=open 'body={"sku":"item"}' "path=/v1/campaigns/$id/actions/open_team"
}

# Makes N more sales that are live on the engine started last, with one curl a step, and writes all their paths.
more_sales() {
  local body i step id
  printf 'Authorization: Bearer %s\nContent-Type: application/json\n' "$operator" >"$work/headers"
  chmod 600 "$work/headers"
  body="$(sale_body Sale 1000000 990 1000 1000 "$(($(date +%s) - 1))")"
  for ((i = 0; i < $1; i++)); do entry /admin/v1/campaigns "$body"; done | curl_all >"$work/created"
  grep -oE '"id":"[0-9A-Z]{13}"' "$work/created" | cut -d '"' -f 4 | sort -u >"$work/ids"
  [[ "$(wc -l <"$work/ids")" -eq "$1" ]] || fail "asked for $1 sales, got $(wc -l <"$work/ids"): $(head -c 300 "$work/created")"
  for step in submit approve; do
    while read -r id; do entry "/admin/v1/campaigns/$id/$step" '{}'; done <"$work/ids" | curl_all >"$work/$step"
  done
  { echo "${paths[campaigns]}" && sed 's|.*|/v1/campaigns/&/actions/purchase|' "$work/ids"; } >"$work/paths"
}

# One request of a curl config: PATH BODY
entry() {
  printf 'url = "%s%s"\nheader = "@%s"\ndata = "%s"\nfail\nsilent\nshow-error\nnext\n' "$ops_url" "$1" "$work/headers" "${2//\"/\\\"}"
}

curl_all() {
  sed "\$d" | curl --no-progress-meter --parallel --parallel-max 8 -K - || fail "an operation was refused; see $work"
}

# How scripts put a flash sale on the running engine; sourced by them after engine.sh.
#
# Usage: id="$(flash_sale SELLER_TOKEN CHECKER_TOKEN TITLE STOCK PRICE SHOPPER_LIMIT ORDER_LIMIT OPENS_AT_SECOND)"

# Creates, submits and approves a sale of one hour with the one offer "item", and prints its id.
flash_sale() {
  local seller="$1" checker="$2" campaign id
  campaign="$(operations "$seller" POST /admin/v1/campaigns "$(sale_body "${@:3}")")"
  [[ "$campaign" =~ \"id\":\ *\"([0-9A-Z]{13})\" ]] || fail "the engine's answer holds no campaign id: $campaign"
  id="${BASH_REMATCH[1]}"
  operations "$seller" POST "/admin/v1/campaigns/$id/submit" '{}' >/dev/null
  operations "$checker" POST "/admin/v1/campaigns/$id/approve" '{}' >/dev/null
  printf '%s\n' "$id"
}

# What creates such a sale: TITLE STOCK PRICE SHOPPER_LIMIT ORDER_LIMIT OPENS_AT_SECOND
sale_body() {
  printf '{"kind":"flash_sale","title":"%s","copy":"%s",' "$1" "$1"
  printf '"offers":[{"sku":"item","name":"%s","priceFen":%s,"listPriceFen":%s,"allocation":%s}],' "$1" "$3" "$3" "$2"
  printf '"opensAt":"%s","closesAt":"%s","payWithinSeconds":900,' "$(utc "$6")" "$(utc $(($6 + 3600)))"
  printf '"perShopperLimit":%s,"perOrderLimit":%s}' "$4" "$5"
}

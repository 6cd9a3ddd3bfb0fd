{#
    The registrable domain of a website or host name: no scheme, path, port or www; two labels, or three where
    the second level is generic (acme.co.uk). Null without a dot.
#}
{% macro web_domain(text) -%}
    {%- set bare = "lower(trim(" ~ text ~ "))" -%}
    {%- set host = "split_part(split_part(split_part(split_part(case when " ~ bare ~ " like '%://%' then split_part("
        ~ bare ~ ", '://', 2) else " ~ bare ~ " end, '/', 1), '?', 1), ':', 1), '#', 1)" -%}
    case
        when {{ host }} not like '%_._%' or {{ host }} like '% %' then null
        when length({{ host }}) - length(replace({{ host }}, '.', '')) = 1 then {{ host }}
        when split_part({{ host }}, '.', -2) in ('co', 'com', 'net', 'org', 'gov', 'edu', 'ac', 'ltd', 'plc', 'or', 'ne')
            and length(split_part({{ host }}, '.', -1)) = 2
            then split_part({{ host }}, '.', -3) || '.' || split_part({{ host }}, '.', -2) || '.' || split_part({{ host }}, '.', -1)
        else split_part({{ host }}, '.', -2) || '.' || split_part({{ host }}, '.', -1)
    end
{%- endmacro %}

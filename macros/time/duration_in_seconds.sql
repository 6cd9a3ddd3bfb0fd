{#
    Text to a number of seconds: 95, 95.4, 1:35 (minutes and seconds) and 0:01:35 alike. Other texts
    are null.
#}
{% macro duration_in_seconds(text) -%}
    case
        when {{ matches_pattern(text, '^ *[0-9]{1,9}([.][0-9]+)? *$') }}
        then cast(floor(try_cast(trim({{ text }}) as decimal(18, 3))) as bigint)
        when {{ matches_pattern(text, '^ *[0-9]{1,4}:[0-9]{2}:[0-9]{2} *$') }}
        then
            3600 * try_cast({{ dbt.split_part('trim(' ~ text ~ ')', "':'", 1) }} as bigint)
            + 60 * try_cast({{ dbt.split_part('trim(' ~ text ~ ')', "':'", 2) }} as bigint)
            + try_cast({{ dbt.split_part('trim(' ~ text ~ ')', "':'", 3) }} as bigint)
        when {{ matches_pattern(text, '^ *[0-9]{1,4}:[0-9]{2} *$') }}
        then
            60 * try_cast({{ dbt.split_part('trim(' ~ text ~ ')', "':'", 1) }} as bigint)
            + try_cast({{ dbt.split_part('trim(' ~ text ~ ')', "':'", 2) }} as bigint)
    end
{%- endmacro %}

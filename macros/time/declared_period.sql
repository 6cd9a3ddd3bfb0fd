{#
    The columns valid_from_at and valid_until_at of a declared period: the moments at which its
    first day begins and its last day is over. Null means no limit on that side.

    relation   has valid_from and valid_until as texts (YYYY-MM-DD), zone  the time zone of the days.
#}
{% macro declared_period(relation, zone) -%}
    {%- set first = 'cast(cast(' ~ relation ~ '.valid_from as date) as timestamp)' -%}
    {%- set last = 'cast(cast(' ~ relation ~ '.valid_until as date) as timestamp)' -%}
    {{ local_to_utc(first, zone) }} as valid_from_at,
    {{ local_to_utc(add_seconds(last, 86400), zone) }} as valid_until_at
{%- endmacro %}

{# Whether a moment is in the declared period of a relation. #}
{% macro is_in_period(moment, relation) -%}
    (
        ({{ relation }}.valid_from_at is null or {{ relation }}.valid_from_at <= {{ moment }})
        and ({{ relation }}.valid_until_at is null or {{ moment }} < {{ relation }}.valid_until_at)
    )
{%- endmacro %}

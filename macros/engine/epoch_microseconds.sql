{# Microseconds since 1970 of a UTC timestamp: lags are differences of these whole numbers. #}
{% macro epoch_microseconds(stamp) %}
    {{ return(adapter.dispatch('epoch_microseconds')(stamp)) }}
{% endmacro %}

{% macro default__epoch_microseconds(stamp) %} epoch_us({{ stamp }}){% endmacro %}

{% macro spark__epoch_microseconds(stamp) %}
    unix_micros(cast({{ stamp }} as timestamp))
{% endmacro %}
